package io.semlink.launcher.eval;

import io.semlink.codec.image.Photo;
import io.semlink.codec.image.Pixels;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.launcher.picture.ContactSheet;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Some photos with all fills side by side, at one share of cells kept. */
final class Examples {
  private static final List<Fill> SHOWN =
      List.of(Fill.MEAN_COLOUR, Fill.HARMONIC, Fill.DECODER, Fill.LINK_10, Fill.LINK_31);

  private final double share;
  private final List<ContactSheet.Row> rows = new ArrayList<>();

  Examples(double share) {
    this.share = share;
  }

  String name() {
    return String.format(Locale.ROOT, "inpainting-%.0f", 100 * share);
  }

  void add(EvalPhoto each, DecodedPhoto decoded, Photo photo, Map<Fill, Photo> fills) {
    List<BufferedImage> pictures = new ArrayList<>();
    pictures.add(Pixels.toImage(photo));
    pictures.add(Pixels.toImage(decoded.photo()));
    for (Fill fill : SHOWN) {
      pictures.add(Pixels.toImage(fills.getOrDefault(fill, photo)));
    }
    rows.add(
        new ContactSheet.Row(
            each.set() + " " + each.name() + ": “" + decoded.prompt() + "”", pictures));
  }

  BufferedImage draw() {
    List<String> columns = new ArrayList<>(List.of("photo", "received"));
    SHOWN.forEach(fill -> columns.add(fill.title()));
    String title = String.format(Locale.ROOT, "%.0f %% of the cells kept", 100 * share);
    return new ContactSheet(title, columns, rows).draw();
  }
}
