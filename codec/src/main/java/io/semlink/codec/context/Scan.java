package io.semlink.codec.context;

/**
 * Channels of a cell in the order in which they are coded: plane by plane, along the
 * anti-diagonals, lowest frequencies first.
 */
final class Scan {
  static final int PLANES = 3;
  static final int SIDE = 16;
  static final int CHANNELS = PLANES * SIDE * SIDE;
  static final int[] ORDER = order();

  private Scan() {}

  static int channel(int plane, int vertical, int horizontal) {
    if (vertical < 0 || vertical >= SIDE || horizontal < 0 || horizontal >= SIDE) {
      throw new IllegalArgumentException("frequency " + vertical + ", " + horizontal);
    }
    return (plane * SIDE + vertical) * SIDE + horizontal;
  }

  private static int[] order() {
    int[] order = new int[CHANNELS];
    int at = 0;
    for (int plane = 0; plane < PLANES; plane++) {
      for (int diagonal = 0; diagonal <= 2 * (SIDE - 1); diagonal++) {
        for (int u = Math.max(0, diagonal - SIDE + 1); u <= Math.min(diagonal, SIDE - 1); u++) {
          order[at++] = channel(plane, u, diagonal - u);
        }
      }
    }
    return order;
  }
}
