package io.semlink.codec.hyperprior;

/** Integer feature maps [channels][rows][columns]. */
final class IntPlanes {
  private final int rows;
  private final int columns;
  private final int[][] planes;

  IntPlanes(int channels, int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.planes = new int[channels][rows * columns];
  }

  int channels() {
    return planes.length;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  int[] plane(int channel) {
    return planes[channel];
  }

  /**
   * What each tap of a kernel sees at every position, zero beyond the border: kernel^2 maps for
   * every channel. A kernel of one sees the planes themselves.
   */
  int[][] taps(int kernel) {
    if (kernel == 1) {
      return planes;
    }
    int reach = kernel / 2;
    int[][] taps = new int[planes.length * kernel * kernel][];
    int at = 0;
    for (int[] plane : planes) {
      for (int dy = -reach; dy <= reach; dy++) {
        for (int dx = -reach; dx <= reach; dx++) {
          taps[at++] = shifted(plane, dy, dx);
        }
      }
    }
    return taps;
  }

  private int[] shifted(int[] plane, int dy, int dx) {
    int[] out = new int[plane.length];
    int left = Math.max(0, -dx);
    int length = Math.max(0, columns - Math.abs(dx));
    for (int y = Math.max(0, -dy); y < Math.min(rows, rows - dy); y++) {
      System.arraycopy(plane, (y + dy) * columns + left + dx, out, y * columns + left, length);
    }
    return out;
  }
}
