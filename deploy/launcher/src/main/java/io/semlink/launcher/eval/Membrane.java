package io.semlink.launcher.eval;

import java.util.Arrays;

/**
 * The smoothest continuation into a region of what surrounds it: the solution of Laplace's equation
 * with the surrounding values as boundary, and no flow across the picture's edge.
 *
 * <p>Solved from coarse to fine (cascadic multigrid, Bornemann and Deuflhard 1996,
 * doi:10.1007/s002110050234): each level starts from the coarser one and is smoothed by some
 * red-black Gauss-Seidel sweeps, twice as many on each coarser one. Every value is an average of
 * others, so that the result never leaves the range of the boundary. The error is some per cent of
 * that range at most on the shapes of the tests.
 */
final class Membrane {
  private static final int SWEEPS = 16;
  private static final int MOST_SWEEPS = 1024;

  private final int width;
  private final int height;
  private final Place[] places;
  private final int planes;
  private final float[] values;

  private enum Place {
    /** To be filled. */
    FREE,
    /** Beside a free one: a boundary value. */
    FIXED,
    /** Beyond the boundary, of no influence. */
    OUTSIDE
  }

  private Membrane(int width, int height, Place[] places, int planes, float[] values) {
    this.width = width;
    this.height = height;
    this.places = places;
    this.planes = planes;
    this.values = values;
  }

  /**
   * Fills the free places of a picture.
   *
   * @param picture planes [count][height][width]; what it holds at free places does not matter
   * @param free [height][width]
   * @return a copy, filled; zero at free places if all are free
   */
  static float[] fill(float[] picture, boolean[] free, int width, int height) {
    int pixels = width * height;
    if (free.length != pixels || picture.length % pixels != 0) {
      throw new IllegalArgumentException(
          picture.length + " values, " + free.length + " places for " + width + "x" + height);
    }
    Place[] places = new Place[pixels];
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++, at++) {
        boolean beside =
            x > 0 && free[at - 1]
                || x + 1 < width && free[at + 1]
                || y > 0 && free[at - width]
                || y + 1 < height && free[at + width];
        places[at] = free[at] ? Place.FREE : beside ? Place.FIXED : Place.OUTSIDE;
      }
    }
    Membrane membrane =
        new Membrane(width, height, places, picture.length / pixels, picture.clone());
    membrane.solve(SWEEPS);
    return membrane.values;
  }

  private void solve(int sweeps) {
    if (width == 1 && height == 1) {
      if (places[0] == Place.FREE) { // nothing is fixed anywhere
        Arrays.fill(values, 0);
      }
      return;
    }
    Membrane coarse = coarser();
    coarse.solve(Math.min(MOST_SWEEPS, 2 * sweeps));
    prolong(coarse);
    for (int sweep = 0; sweep < sweeps; sweep++) {
      relax(0);
      relax(1);
    }
  }

  /** Blocks of 2x2: fixed at the mean of their fixed places, else free if they have a free one. */
  private Membrane coarser() {
    int columns = (width + 1) / 2;
    int rows = (height + 1) / 2;
    int[] fixed = new int[columns * rows];
    Place[] blocks = new Place[columns * rows];
    float[] means = new float[planes * columns * rows];
    Arrays.fill(blocks, Place.OUTSIDE);
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++, at++) {
        int block = y / 2 * columns + x / 2;
        if (places[at] == Place.FIXED) {
          blocks[block] = Place.FIXED;
          fixed[block]++;
          for (int plane = 0; plane < planes; plane++) {
            means[plane * blocks.length + block] += values[plane * places.length + at];
          }
        } else if (places[at] == Place.FREE && blocks[block] == Place.OUTSIDE) {
          blocks[block] = Place.FREE;
        }
      }
    }
    for (int i = 0; i < means.length; i++) {
      means[i] /= Math.max(1, fixed[i % blocks.length]);
    }
    return new Membrane(columns, rows, blocks, planes, means);
  }

  /** Starts the free places from the coarser level, bilinearly. */
  private void prolong(Membrane coarse) {
    for (int y = 0, at = 0; y < height; y++) {
      int near = y / 2;
      int far = Math.max(0, Math.min(coarse.height - 1, y % 2 == 0 ? near - 1 : near + 1));
      for (int x = 0; x < width; x++, at++) {
        if (places[at] == Place.FREE) {
          int beside = x / 2;
          int across =
              Math.max(0, Math.min(coarse.width - 1, x % 2 == 0 ? beside - 1 : beside + 1));
          int a = near * coarse.width + beside;
          int b = near * coarse.width + across;
          int c = far * coarse.width + beside;
          int d = far * coarse.width + across;
          float wb = coarse.places[b] == Place.OUTSIDE ? 0 : 3;
          float wc = coarse.places[c] == Place.OUTSIDE ? 0 : 3;
          float wd = coarse.places[d] == Place.OUTSIDE ? 0 : 1;
          float sum = 9 + wb + wc + wd;
          for (int plane = 0; plane < planes; plane++) {
            int base = plane * coarse.places.length;
            values[plane * places.length + at] =
                (9 * coarse.values[base + a]
                        + wb * coarse.values[base + b]
                        + wc * coarse.values[base + c]
                        + wd * coarse.values[base + d])
                    / sum;
          }
        }
      }
    }
  }

  /** Half a Gauss-Seidel sweep: over the places of one colour of the chessboard. */
  private void relax(int colour) {
    for (int y = 0; y < height; y++) {
      for (int x = (y + colour) % 2; x < width; x += 2) {
        int at = y * width + x;
        if (places[at] == Place.FREE) {
          int left = x > 0 ? 1 : 0;
          int right = x + 1 < width ? 1 : 0;
          int up = y > 0 ? width : 0;
          int down = y + 1 < height ? width : 0;
          float share = 1f / (left + right + (up > 0 ? 1 : 0) + (down > 0 ? 1 : 0));
          for (int i = at; i < values.length; i += places.length) {
            float sum = 0;
            sum += left > 0 ? values[i - 1] : 0;
            sum += right > 0 ? values[i + 1] : 0;
            sum += up > 0 ? values[i - up] : 0;
            sum += down > 0 ? values[i + down] : 0;
            values[i] = sum * share;
          }
        }
      }
    }
  }
}
