package io.semlink.codec.caption;

import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.Classification;
import io.semlink.codec.importance.ImportanceMap;
import java.util.List;

/**
 * Fills a sentence from the classifier's label, the place of the importance mass and the dominant
 * colours: "a photo of a tench, in the centre, green and grey". The denoiser was trained on such
 * sentences.
 */
public final class LabelCaptioner implements Captioner {
  /**
   * Below this probability the label is left out: a wrong one misleads the generation more than
   * none does. Photos of things that are not among the labels get one anyway, seldom as surely.
   */
  static final double LEAST_CONFIDENCE = 0.5;

  private static final int COLOURS = 2;

  @Override
  public String caption(Photo photo, Classification seen) {
    StringBuilder sentence = new StringBuilder("a photo");
    if (seen.confidence() >= LEAST_CONFIDENCE) {
      String label = seen.subject();
      sentence.append(" of ").append(article(label)).append(' ').append(label);
    }
    sentence.append(", ").append(position(seen.importance()));
    List<String> colours = ColourWords.dominant(photo, seen.importance(), COLOURS);
    if (!colours.isEmpty()) {
      sentence.append(", ").append(String.join(" and ", colours));
    }
    return sentence.toString();
  }

  private static String article(String noun) {
    return "aeiou".indexOf(Character.toLowerCase(noun.charAt(0))) >= 0 ? "an" : "a";
  }

  /** Words for the centroid of the cells with importance of at least one half. */
  static String position(ImportanceMap map) {
    double x = 0;
    double y = 0;
    int count = 0;
    for (int cell = 0; cell < map.cells(); cell++) {
      if (map.values()[cell] >= 0.5) {
        x += (cell % map.columns() + 0.5) / map.columns();
        y += (cell / map.columns() + 0.5) / map.rows();
        count++;
      }
    }
    if (count == 0) {
      return "in the centre";
    }
    String horizontal = third(x / count, "left", "right");
    String vertical = third(y / count, "top", "bottom");
    if (!vertical.isEmpty()) {
      return horizontal.isEmpty() ? "at the " + vertical : "at the " + vertical + " " + horizontal;
    }
    return horizontal.isEmpty() ? "in the centre" : "on the " + horizontal;
  }

  private static String third(double at, String low, String high) {
    return at < 0.4 ? low : at > 0.6 ? high : "";
  }
}
