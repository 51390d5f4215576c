package io.semlink.codec.context;

/** The eight neighbours of a cell; bit k of a pattern says that neighbour k is known. */
final class Neighbours {
  /** Left, right; above, below; the four diagonal ones. */
  private static final int[] ROW = {0, 0, -1, 1, -1, -1, 1, 1};

  private static final int[] COLUMN = {-1, 1, 0, 0, -1, 1, -1, 1};

  static final int COUNT = 8;
  static final int PATTERNS = 1 << COUNT;

  private final int rows;
  private final int columns;
  private final boolean[] known;

  Neighbours(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.known = new boolean[rows * columns];
  }

  /** Marks a cell as known to those that come after it. */
  void add(int cell) {
    known[cell] = true;
  }

  /** Known neighbours of a cell. */
  int pattern(int cell) {
    int pattern = 0;
    for (int k = 0; k < COUNT; k++) {
      int row = cell / columns + ROW[k];
      int column = cell % columns + COLUMN[k];
      boolean inside = row >= 0 && row < rows && column >= 0 && column < columns;
      if (inside && known[row * columns + column]) {
        pattern |= 1 << k;
      }
    }
    return pattern;
  }

  /** The cell that is neighbour k; meaningful where the pattern has bit k. */
  int cell(int of, int k) {
    return of + ROW[k] * columns + COLUMN[k];
  }
}
