package io.semlink.codec.mask;

import java.util.Arrays;

/**
 * Order in which the latents of kept cells are sent, derived from the mask alone: the cells deepest
 * inside the kept region first, so that a cut costs the rim of the region and not its heart.
 */
public final class CellOrder {
  private CellOrder() {}

  /**
   * Kept cells by falling depth, ties in raster order. Depth is the city-block distance to the
   * nearest dropped cell; beyond the picture everything counts as dropped.
   */
  public static int[] of(KeepMask mask) {
    int[] depth = depths(mask);
    int[] perDepth = new int[Arrays.stream(depth).max().orElse(0) + 1];
    for (int d : depth) {
      perDepth[d]++;
    }
    int[] next = new int[perDepth.length];
    for (int d = perDepth.length - 2, sum = 0; d >= 1; d--) {
      sum += perDepth[d + 1];
      next[d] = sum;
    }
    int[] order = new int[mask.count()];
    for (int cell = 0; cell < depth.length; cell++) {
      if (depth[cell] > 0) {
        order[next[depth[cell]]++] = cell;
      }
    }
    return order;
  }

  /** City-block distance transform in two passes (Rosenfeld and Pfaltz 1966). */
  private static int[] depths(KeepMask mask) {
    int rows = mask.rows();
    int columns = mask.columns();
    int[] depth = new int[mask.cells()];
    for (int y = 0, at = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++, at++) {
        if (mask.isKept(at)) {
          int west = x > 0 ? depth[at - 1] : 0;
          int north = y > 0 ? depth[at - columns] : 0;
          depth[at] = 1 + Math.min(west, north);
        }
      }
    }
    for (int y = rows - 1, at = mask.cells() - 1; y >= 0; y--) {
      for (int x = columns - 1; x >= 0; x--, at--) {
        int east = x + 1 < columns ? depth[at + 1] : 0;
        int south = y + 1 < rows ? depth[at + columns] : 0;
        depth[at] = Math.min(depth[at], 1 + Math.min(east, south));
      }
    }
    return depth;
  }
}
