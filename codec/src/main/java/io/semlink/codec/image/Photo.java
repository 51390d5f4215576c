package io.semlink.codec.image;

import io.semlink.codec.network.Tensor;

/**
 * An 8-bit RGB picture.
 *
 * @param width pixels across
 * @param height pixels down
 * @param rgb [height][width][3], interleaved; not copied, so do not write to it
 */
public record Photo(int width, int height, byte[] rgb) {
  /** Checks that the size agrees with the samples. */
  public Photo {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(rgb.length + " bytes for " + width + "x" + height);
    }
  }

  /** All pixels as planar floats [1,3,height,width] in [0, 1]. */
  public Tensor toTensor() {
    return toTensor(0, 0, width, height);
  }

  /**
   * A part as planar floats [1,3,rows,columns] in [0, 1]; beyond the picture its last row and
   * column are repeated.
   */
  public Tensor toTensor(int left, int top, int columns, int rows) {
    float[] planes = new float[3 * rows * columns];
    for (int y = 0; y < rows; y++) {
      int from = Math.min(top + y, height - 1) * width;
      for (int x = 0; x < columns; x++) {
        int at = 3 * (from + Math.min(left + x, width - 1));
        int to = y * columns + x;
        for (int c = 0; c < 3; c++) {
          planes[c * rows * columns + to] = Byte.toUnsignedInt(rgb[at + c]) / 255f;
        }
      }
    }
    return new Tensor(planes, 1, 3, rows, columns);
  }

  /** A part of planar floats [1,3,H,W] in [0, 1], rounded to 8 bits. */
  public static Photo fromTensor(Tensor tensor, int left, int top, int width, int height) {
    int rows = (int) tensor.shape()[2];
    int columns = (int) tensor.shape()[3];
    if (top + height > rows || left + width > columns) {
      throw new IllegalArgumentException(
          columns + "x" + rows + " does not hold " + width + "x" + height);
    }
    byte[] rgb = new byte[3 * width * height];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < height; y++) {
        int at = (c * rows + top + y) * columns + left;
        int to = 3 * y * width + c;
        for (int x = 0; x < width; x++, to += 3) {
          float value = tensor.data()[at + x];
          rgb[to] = (byte) Math.max(0, Math.min(255, Math.round(value * 255)));
        }
      }
    }
    return new Photo(width, height, rgb);
  }
}
