package io.semlink.codec.hyperprior;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a grid that is computed at once, with a margin of neighbours that the networks'
 * receptive fields reach, so that memory stays bounded and the result is that of the whole.
 *
 * @param top first row of the part proper
 * @param left first column of the part proper
 * @param bottom row after the last
 * @param right column after the last
 * @param outer the part with its margin, within the grid
 */
record Tile(int top, int left, int bottom, int right, Rectangle outer) {
  /** Rows and columns, the ends exclusive. */
  record Rectangle(int top, int left, int bottom, int right) {
    int rows() {
      return bottom - top;
    }

    int columns() {
      return right - left;
    }
  }

  /** Covers a grid by tiles of at most {@code side} by {@code side}, plus margins. */
  static List<Tile> cover(int rows, int columns, int side, int margin) {
    List<Tile> tiles = new ArrayList<>();
    for (int top = 0; top < rows; top += side) {
      for (int left = 0; left < columns; left += side) {
        int bottom = Math.min(rows, top + side);
        int right = Math.min(columns, left + side);
        Rectangle outer =
            new Rectangle(
                Math.max(0, top - margin),
                Math.max(0, left - margin),
                Math.min(rows, bottom + margin),
                Math.min(columns, right + margin));
        tiles.add(new Tile(top, left, bottom, right, outer));
      }
    }
    return tiles;
  }
}
