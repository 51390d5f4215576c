package io.semlink.launcher.eval;

import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.mask.KeepMask;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds a caption's words for place and colour against the photo, by other means than those that
 * chose them: the place by the centroid of the important pixels, the colours by hue, chroma and
 * lightness in CIELAB (CIE 1976, D65).
 */
final class CaptionCheck {
  /** Importance from which on a cell counts. */
  private static final double IMPORTANT = 0.5;

  /** The centroid may lie this far beyond the thirds' borders at 0.4 and 0.6. */
  private static final double TOLERANCE = 0.02;

  /** Least share of the important pixels that a colour named must have. */
  private static final double LEAST_SHARE = 0.1;

  /** Chroma below which a colour may be called black, grey or white. */
  private static final double MOST_GREY = 18;

  /** Chroma from which on a colour may have a hue's name. */
  private static final double LEAST_COLOURFUL = 6;

  /** A hue may lie this far from that of its name, in degrees. */
  private static final double HUE_TOLERANCE = 45;

  /** Hues in degrees, of the CSS colours of these names; "blue" between sky and ultramarine. */
  private static final Map<String, Integer> HUES =
      Map.of(
          "red",
          40,
          "orange",
          73,
          "brown",
          60,
          "yellow",
          103,
          "green",
          136,
          "turquoise",
          187,
          "blue",
          270,
          "purple",
          327,
          "pink",
          5);

  private static final Set<String> ACHROMATIC = Set.of("black", "grey", "white");

  private final Photo photo;
  private final KeepMask important;
  private final Set<String> words;

  CaptionCheck(Photo photo, ImportanceMap map, String caption) {
    this.photo = photo;
    this.important = map.keep(IMPORTANT);
    // What stands before the first comma is the label, which may name a colour or a side.
    String details = caption.contains(",") ? caption.substring(caption.indexOf(',')) : "";
    this.words = new TreeSet<>(Arrays.asList(details.toLowerCase(Locale.ROOT).split("[^a-z]+")));
  }

  /** Whether the words for the place fit the centroid of the important pixels. */
  boolean placeFits() {
    double x = 0;
    double y = 0;
    long count = 0;
    for (int row = 0; row < photo.height(); row++) {
      for (int column = 0; column < photo.width(); column++) {
        if (isImportant(column, row)) {
          x += (column + 0.5) / photo.width();
          y += (row + 0.5) / photo.height();
          count++;
        }
      }
    }
    return count == 0 || fits(x / count, "left", "right") && fits(y / count, "top", "bottom");
  }

  private boolean fits(double at, String low, String high) {
    if (words.contains(low)) {
      return at < 0.4 + TOLERANCE;
    }
    if (words.contains(high)) {
      return at > 0.6 - TOLERANCE;
    }
    return at > 0.4 - TOLERANCE && at < 0.6 + TOLERANCE;
  }

  /** Whether every colour named has its share of the important pixels. */
  boolean coloursFit() {
    return words.stream().filter(CaptionCheck::isColour).allMatch(this::isSeen);
  }

  private static boolean isColour(String word) {
    return HUES.containsKey(word) || ACHROMATIC.contains(word);
  }

  private boolean isSeen(String colour) {
    int seen = 0;
    int total = 0;
    for (int y = 0; y < photo.height(); y += 2) {
      for (int x = 0; x < photo.width(); x += 2) {
        if (isImportant(x, y)) {
          seen += mayBe(colour, lab(3 * (y * photo.width() + x))) ? 1 : 0;
          total++;
        }
      }
    }
    return seen >= LEAST_SHARE * total;
  }

  private static boolean mayBe(String colour, double[] lab) {
    double chroma = Math.hypot(lab[1], lab[2]);
    Integer hue = HUES.get(colour);
    if (hue != null) {
      double off = Math.abs(Math.toDegrees(Math.atan2(lab[2], lab[1])) - hue) % 360;
      return chroma >= LEAST_COLOURFUL && Math.min(off, 360 - off) <= HUE_TOLERANCE;
    }
    return chroma <= MOST_GREY
        && switch (colour) {
          case "black" -> lab[0] < 30;
          case "white" -> lab[0] > 75;
          default -> lab[0] > 10 && lab[0] < 90;
        };
  }

  private boolean isImportant(int x, int y) {
    return important.isKept(y / HyperpriorCodec.CELL_PIXELS, x / HyperpriorCodec.CELL_PIXELS);
  }

  /** CIELAB of the sRGB colour at an offset, IEC 61966-2-1. */
  private double[] lab(int at) {
    double r = linear(Byte.toUnsignedInt(photo.rgb()[at]));
    double g = linear(Byte.toUnsignedInt(photo.rgb()[at + 1]));
    double b = linear(Byte.toUnsignedInt(photo.rgb()[at + 2]));
    double x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    double y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
    double z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double linear(int level) {
    double value = level / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static double root(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
}
