package io.semlink.codec.caption;

import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names the dominant colours of the important part of a photo by hue, saturation and value. */
final class ColourWords {
  /** A colour is named when it covers at least this share of the important area. */
  private static final double LEAST_SHARE = 0.15;

  private static final int SAMPLES_PER_SIDE = 96;

  private ColourWords() {}

  /** Words of the denoiser's vocabulary. */
  enum Colour {
    BLACK,
    WHITE,
    GREY,
    RED,
    ORANGE,
    BROWN,
    YELLOW,
    GREEN,
    TURQUOISE,
    BLUE,
    PURPLE,
    PINK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The most frequent colours where importance is at least one half, most frequent first. */
  static List<String> dominant(Photo photo, ImportanceMap map, int atMost) {
    double[] share = new double[Colour.values().length];
    int step = Math.max(1, Math.max(photo.width(), photo.height()) / SAMPLES_PER_SIDE);
    double total = 0;
    for (int y = step / 2; y < photo.height(); y += step) {
      int row = Math.min(map.rows() - 1, y * map.rows() / photo.height());
      for (int x = step / 2; x < photo.width(); x += step) {
        int column = Math.min(map.columns() - 1, x * map.columns() / photo.width());
        if (map.values()[row * map.columns() + column] >= 0.5) {
          share[of(photo, x, y).ordinal()]++;
          total++;
        }
      }
    }
    double least = LEAST_SHARE * total;
    List<String> words = new ArrayList<>();
    Arrays.stream(Colour.values())
        .filter(c -> share[c.ordinal()] > 0 && share[c.ordinal()] >= least)
        .sorted(Comparator.comparingDouble(c -> -share[c.ordinal()]))
        .limit(atMost)
        .forEach(c -> words.add(c.word()));
    return words;
  }

  private static Colour of(Photo photo, int x, int y) {
    int at = 3 * (y * photo.width() + x);
    return of(
        Byte.toUnsignedInt(photo.rgb()[at]) / 255.0,
        Byte.toUnsignedInt(photo.rgb()[at + 1]) / 255.0,
        Byte.toUnsignedInt(photo.rgb()[at + 2]) / 255.0);
  }

  /** Colour name of a pixel, channels in [0, 1]. */
  static Colour of(double red, double green, double blue) {
    double value = Math.max(red, Math.max(green, blue));
    double spread = value - Math.min(red, Math.min(green, blue));
    double saturation = spread / Math.max(value, 1e-6);
    if (value < 0.16) {
      return Colour.BLACK;
    }
    if (value > 0.82 && saturation < 0.14) {
      return Colour.WHITE;
    }
    if (saturation < 0.16 || spread < 0.06) {
      return Colour.GREY;
    }
    double hue = hue(red, green, blue, value, spread);
    if ((hue < 45 || hue >= 345) && value < 0.62) {
      return Colour.BROWN;
    }
    return byHue(hue);
  }

  private static double hue(double red, double green, double blue, double value, double spread) {
    if (value == red) {
      return 60 * (((green - blue) / spread + 6) % 6);
    }
    return 60 * (value == green ? (blue - red) / spread + 2 : (red - green) / spread + 4);
  }

  private static Colour byHue(double hue) {
    if (hue < 15 || hue >= 345) {
      return Colour.RED;
    } else if (hue < 45) {
      return Colour.ORANGE;
    } else if (hue < 70) {
      return Colour.YELLOW;
    } else if (hue < 165) {
      return Colour.GREEN;
    } else if (hue < 195) {
      return Colour.TURQUOISE;
    } else if (hue < 260) {
      return Colour.BLUE;
    }
    return hue < 300 ? Colour.PURPLE : Colour.PINK;
  }
}
