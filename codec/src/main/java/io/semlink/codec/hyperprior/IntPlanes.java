package io.semlink.codec.hyperprior;

/** Integer feature maps [channels][rows][columns], each plane with a border of zeros one wide. */
final class IntPlanes {
  private final int rows;
  private final int columns;
  private final int[][] planes;

  IntPlanes(int channels, int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.planes = new int[channels][(rows + 2) * (columns + 2)];
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

  /** Distance in a plane between an element and the one below it. */
  int pitch() {
    return columns + 2;
  }

  /** Place of an element in its plane. */
  int index(int row, int column) {
    return (row + 1) * pitch() + column + 1;
  }

  int[] plane(int channel) {
    return planes[channel];
  }
}
