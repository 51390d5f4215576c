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

  /** What each tap of a kernel sees at some positions, in their order. */
  int[][] taps(int kernel, int[] positions) {
    int reach = kernel / 2;
    int[][] taps = new int[planes.length * kernel * kernel][positions.length];
    for (int dy = -reach, tap = 0; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++, tap++) {
        int[] from = moved(positions, dy, dx);
        for (int c = 0; c < planes.length; c++) {
          int[] plane = planes[c];
          int[] out = taps[c * kernel * kernel + tap];
          for (int i = 0; i < out.length; i++) {
            out[i] = from[i] < 0 ? 0 : plane[from[i]];
          }
        }
      }
    }
    return taps;
  }

  /** Positions so many rows down and columns right; negative beyond the border. */
  private int[] moved(int[] positions, int dy, int dx) {
    int[] moved = new int[positions.length];
    for (int i = 0; i < moved.length; i++) {
      int y = positions[i] / columns + dy;
      int x = positions[i] % columns + dx;
      moved[i] = y < 0 || y >= rows || x < 0 || x >= columns ? -1 : y * columns + x;
    }
    return moved;
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
