package io.semlink.codec.fidelity;

import io.semlink.codec.image.Photo;
import java.util.Locale;

/** The distortions of {@code fidelity_reference.py}, in integers, so that both make the same. */
final class Distortions {
  private Distortions() {}

  /** A distortion by its name there. */
  static Photo apply(String name, Photo photo) {
    String[] words = name.toLowerCase(Locale.ROOT).split(" ", 2);
    return switch (words[0]) {
      case "none" -> photo;
      case "blocks" -> blocks(photo);
      case "blur" -> blur(photo);
      case "contrast" -> contrast(photo, (int) Math.round(10 * Double.parseDouble(words[1])));
      case "noise" -> noise(photo, Integer.parseInt(words[1]));
      case "negative" -> negative(photo);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A part of a photo. */
  static Photo crop(Photo photo, int left, int top, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      int from = 3 * ((top + y) * photo.width() + left);
      System.arraycopy(photo.rgb(), from, rgb, 3 * y * width, 3 * width);
    }
    return new Photo(width, height, rgb);
  }

  /** Adds -amplitude to amplitude by a hash of the sample's place. */
  static Photo noise(Photo photo, int amplitude) {
    byte[] rgb = new byte[photo.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      int h = i * 0x9E3779B1;
      h ^= h >>> 15;
      h *= 0x2C1B3C6D;
      h ^= h >>> 12;
      rgb[i] = clip(sample(photo, i) + (h >>> 8) % (2 * amplitude + 1) - amplitude);
    }
    return new Photo(photo.width(), photo.height(), rgb);
  }

  private static Photo contrast(Photo photo, int tenths) {
    byte[] rgb = new byte[photo.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = clip(128 + Math.floorDiv(tenths * (sample(photo, i) - 128), 10));
    }
    return new Photo(photo.width(), photo.height(), rgb);
  }

  private static Photo negative(Photo photo) {
    byte[] rgb = new byte[photo.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (255 - sample(photo, i));
    }
    return new Photo(photo.width(), photo.height(), rgb);
  }

  /** Every block of 8x8 pixels becomes its mean. */
  private static Photo blocks(Photo photo) {
    byte[] rgb = new byte[photo.rgb().length];
    for (int y = 0; y < photo.height(); y++) {
      for (int x = 0; x < photo.width(); x++) {
        int left = x / 8 * 8;
        int top = y / 8 * 8;
        int right = Math.min(left + 8, photo.width());
        int bottom = Math.min(top + 8, photo.height());
        mean(photo, left, top, right, bottom, rgb, x, y);
      }
    }
    return new Photo(photo.width(), photo.height(), rgb);
  }

  /** Means of 5x5 pixels; beyond the picture its border is repeated. */
  private static Photo blur(Photo photo) {
    byte[] rgb = new byte[photo.rgb().length];
    for (int y = 0; y < photo.height(); y++) {
      for (int x = 0; x < photo.width(); x++) {
        mean(photo, x - 2, y - 2, x + 3, y + 3, rgb, x, y);
      }
    }
    return new Photo(photo.width(), photo.height(), rgb);
  }

  private static void mean(
      Photo photo, int left, int top, int right, int bottom, byte[] rgb, int x, int y) {
    int count = (right - left) * (bottom - top);
    for (int c = 0; c < 3; c++) {
      int total = 0;
      for (int row = top; row < bottom; row++) {
        int from = Math.max(0, Math.min(row, photo.height() - 1)) * photo.width();
        for (int column = left; column < right; column++) {
          int at = from + Math.max(0, Math.min(column, photo.width() - 1));
          total += sample(photo, 3 * at + c);
        }
      }
      rgb[3 * (y * photo.width() + x) + c] = (byte) ((2 * total + count) / (2 * count));
    }
  }

  private static int sample(Photo photo, int at) {
    return Byte.toUnsignedInt(photo.rgb()[at]);
  }

  private static byte clip(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
