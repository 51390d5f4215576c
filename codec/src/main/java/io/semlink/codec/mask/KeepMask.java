package io.semlink.codec.mask;

import java.util.Arrays;

/**
 * Which latent cells are transmitted: the spatial part of the index set P of eq. (17).
 *
 * @param rows cells down
 * @param columns cells across
 * @param kept [rows][columns]; not copied, so do not write to it
 */
public record KeepMask(int rows, int columns, boolean[] kept) {
  /** Checks that the shape agrees with the cells. */
  public KeepMask {
    if (rows < 1 || columns < 1 || kept.length != rows * columns) {
      throw new IllegalArgumentException(kept.length + " cells for " + rows + "x" + columns);
    }
  }

  /** Mask with every cell kept or every cell dropped. */
  public static KeepMask uniform(int rows, int columns, boolean kept) {
    boolean[] cells = new boolean[rows * columns];
    Arrays.fill(cells, kept);
    return new KeepMask(rows, columns, cells);
  }

  /** Number of cells. */
  public int cells() {
    return kept.length;
  }

  public boolean isKept(int cell) {
    return kept[cell];
  }

  public boolean isKept(int row, int column) {
    return kept[row * columns + column];
  }

  /** Number of kept cells. */
  public int count() {
    int count = 0;
    for (boolean cell : kept) {
      count += cell ? 1 : 0;
    }
    return count;
  }

  /** Share of cells kept, in [0, 1]. */
  public double fraction() {
    return (double) count() / kept.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeepMask mask
        && rows == mask.rows
        && columns == mask.columns
        && Arrays.equals(kept, mask.kept);
  }

  @Override
  public int hashCode() {
    return 31 * rows + Arrays.hashCode(kept);
  }

  @Override
  public String toString() {
    return "KeepMask[" + rows + "x" + columns + ", " + count() + " kept]";
  }
}
