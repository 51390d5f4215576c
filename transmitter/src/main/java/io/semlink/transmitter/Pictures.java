package io.semlink.transmitter;

import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.mask.KeepMask;

/** Pictures that show a decision: the importance as a heat map over the photo, and the mask. */
final class Pictures {
  /** Share of the heat map's colour; the rest is the photo in grey. */
  private static final double OPACITY = 0.6;

  /**
   * Colours of the heat map from 0 to 1, evenly spaced: the "inferno" map of matplotlib (CC0) at 0,
   * 1/8, ... 1. Its lightness rises steadily, so it reads in grey and without colour vision too.
   */
  private static final int[] INFERNO = {
    0x000004, 0x210c4a, 0x56106e, 0x89226a, 0xbb3754, 0xe35932, 0xf98e09, 0xf8c932, 0xfcffa4
  };

  /** Luma weights of ITU-R BT.601-7, section 2.5.1. */
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  private Pictures() {}

  /**
   * Draws the importance over the photo.
   *
   * @param cellPixels side of a cell in pixels
   */
  static Photo importance(Photo photo, ImportanceMap map, int cellPixels) {
    byte[] out = new byte[photo.rgb().length];
    for (int y = 0, at = 0; y < photo.height(); y++) {
      for (int x = 0; x < photo.width(); x++, at += 3) {
        double value = map.values()[(y / cellPixels) * map.columns() + x / cellPixels];
        double grey = 0;
        for (int c = 0; c < 3; c++) {
          grey += LUMA[c] * Byte.toUnsignedInt(photo.rgb()[at + c]);
        }
        for (int c = 0; c < 3; c++) {
          double mixed = OPACITY * colour(value, c) + (1 - OPACITY) * grey;
          out[at + c] = (byte) Math.round(mixed);
        }
      }
    }
    return new Photo(photo.width(), photo.height(), out);
  }

  /**
   * Draws the mask: white where the photo is sent, black where it is not.
   *
   * @param cellPixels side of a cell in pixels
   */
  static Photo mask(int width, int height, KeepMask mask, int cellPixels) {
    byte[] out = new byte[3 * width * height];
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        byte value = (byte) (mask.isKept(y / cellPixels, x / cellPixels) ? 255 : 0);
        for (int c = 0; c < 3; c++) {
          out[at++] = value;
        }
      }
    }
    return new Photo(width, height, out);
  }

  private static double colour(double value, int channel) {
    double scaled = Math.max(0, Math.min(1, value)) * (INFERNO.length - 1);
    int low = Math.min((int) scaled, INFERNO.length - 2);
    double share = scaled - low;
    return (1 - share) * part(INFERNO[low], channel) + share * part(INFERNO[low + 1], channel);
  }

  private static int part(int rgb, int channel) {
    return rgb >> (16 - 8 * channel) & 0xff;
  }
}
