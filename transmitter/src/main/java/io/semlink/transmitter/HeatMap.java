package io.semlink.transmitter;

import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;

/** Draws the importance of a photo's cells as colours over the photo. */
final class HeatMap {
  /** Share of the heat map's colour; the rest is the photo in grey. */
  private static final double OPACITY = 0.6;

  /**
   * Colours from 0 to 1, evenly spaced: the "inferno" map of matplotlib (CC0) at 0, 1/8, ... 1. Its
   * lightness rises steadily, so it reads in grey and without colour vision too.
   */
  private static final int[] INFERNO = {
    0x000004, 0x210c4a, 0x56106e, 0x89226a, 0xbb3754, 0xe35932, 0xf98e09, 0xf8c932, 0xfcffa4
  };

  /** Luma weights of ITU-R BT.601-7, section 2.5.1. */
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  private HeatMap() {}

  /**
   * Draws the importance over a photo, bilinearly between the centres of cells.
   *
   * @param map one value per latent cell of the photo
   */
  static Photo draw(Photo photo, ImportanceMap map) {
    byte[] out = new byte[photo.rgb().length];
    for (int y = 0, at = 0; y < photo.height(); y++) {
      for (int x = 0; x < photo.width(); x++, at += 3) {
        double value = sample(map, centre(y, map.rows()), centre(x, map.columns()));
        double grey = 0;
        for (int c = 0; c < 3; c++) {
          grey += LUMA[c] * Byte.toUnsignedInt(photo.rgb()[at + c]);
        }
        for (int c = 0; c < 3; c++) {
          out[at + c] = (byte) Math.round(OPACITY * colour(value, c) + (1 - OPACITY) * grey);
        }
      }
    }
    return new Photo(photo.width(), photo.height(), out);
  }

  /** Place of a pixel between the centres of cells, in cells. */
  private static double centre(int pixel, int cells) {
    double place = (pixel + 0.5) / HyperpriorCodec.CELL_PIXELS - 0.5;
    return Math.max(0, Math.min(cells - 1, place));
  }

  private static double sample(ImportanceMap map, double row, double column) {
    int top = (int) row;
    int left = (int) column;
    int bottom = Math.min(map.rows() - 1, top + 1);
    int right = Math.min(map.columns() - 1, left + 1);
    double down = row - top;
    double across = column - left;
    double upper = (1 - across) * at(map, top, left) + across * at(map, top, right);
    double lower = (1 - across) * at(map, bottom, left) + across * at(map, bottom, right);
    return (1 - down) * upper + down * lower;
  }

  private static double at(ImportanceMap map, int row, int column) {
    return map.values()[row * map.columns() + column];
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
