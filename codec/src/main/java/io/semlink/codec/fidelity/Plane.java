package io.semlink.codec.fidelity;

import io.semlink.codec.image.Photo;
import java.util.Arrays;

/**
 * One channel in double precision.
 *
 * @param samples [height][width], 0 to 255
 */
record Plane(int width, int height, double[] samples) {
  /** Luma of ITU-R BT.601, not rounded. */
  static Plane luma(Photo photo) {
    byte[] rgb = photo.rgb();
    double[] samples = new double[photo.width() * photo.height()];
    for (int i = 0, at = 0; i < samples.length; i++, at += 3) {
      samples[i] =
          0.299 * Byte.toUnsignedInt(rgb[at])
              + 0.587 * Byte.toUnsignedInt(rgb[at + 1])
              + 0.114 * Byte.toUnsignedInt(rgb[at + 2]);
    }
    return new Plane(photo.width(), photo.height(), samples);
  }

  /** Means of 2x2 samples; an odd last row or column counts twice. */
  Plane halve() {
    int columns = (width + 1) / 2;
    int rows = (height + 1) / 2;
    double[] half = new double[rows * columns];
    for (int y = 0; y < rows; y++) {
      int upper = 2 * y * width;
      int lower = Math.min(2 * y + 1, height - 1) * width;
      for (int x = 0; x < columns; x++) {
        int left = 2 * x;
        int right = Math.min(left + 1, width - 1);
        half[y * columns + x] =
            (samples[upper + left]
                    + samples[upper + right]
                    + samples[lower + left]
                    + samples[lower + right])
                / 4;
      }
    }
    return new Plane(columns, rows, half);
  }

  /**
   * Every second sample, both ways, of the plane filtered with a separable window where that lies
   * wholly inside.
   */
  Plane halve(double[] window) {
    int columns = (width - window.length) / 2 + 1;
    int rows = (height - window.length) / 2 + 1;
    double[] half = new double[rows * columns];
    double[] line = new double[width];
    for (int y = 0; y < rows; y++) {
      Arrays.fill(line, 0);
      for (int k = 0; k < window.length; k++) {
        int from = (2 * y + k) * width;
        for (int x = 0; x < width; x++) {
          line[x] += window[k] * samples[from + x];
        }
      }
      for (int x = 0; x < columns; x++) {
        double sum = 0;
        for (int k = 0; k < window.length; k++) {
          sum += window[k] * line[2 * x + k];
        }
        half[y * columns + x] = sum;
      }
    }
    return new Plane(columns, rows, half);
  }
}
