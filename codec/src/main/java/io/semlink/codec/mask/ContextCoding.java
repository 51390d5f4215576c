package io.semlink.codec.mask;

import io.semlink.codec.entropy.AdaptiveBit;
import io.semlink.codec.entropy.BinaryDecoder;
import io.semlink.codec.entropy.BinaryEncoder;

/**
 * Codes each cell in raster order given six neighbours that are already coded. Each of the 64
 * contexts has a probability of its own that starts from what masks of photos are like and learns.
 */
final class ContextCoding {
  private static final int CONTEXTS = 64;

  /**
   * Rows up and columns left of each neighbour: west, north, north-west, north-east, two west, two
   * north; the first is the context's lowest bit.
   */
  private static final int[][] NEIGHBOURS = {{0, 1}, {1, 0}, {1, 1}, {1, -1}, {0, 2}, {2, 0}};

  /**
   * Share of kept cells by context in units of 1/1024, for the contexts whose highest bit is zero;
   * the others mirror them. Counted over importance masks of 150 validation photos of Imagenette
   * and their complements, at thresholds between 0.05 and 0.8.
   */
  private static final int[] PRIOR = {
    7, 846, 728, 960, 8, 330, 209, 890, 268, 1016, 899, 1022, 158, 562, 364, 1018,
    8, 590, 312, 982, 4, 462, 138, 993, 324, 974, 907, 1022, 124, 734, 333, 1020
  };

  private ContextCoding() {}

  static byte[] encode(KeepMask mask) {
    AdaptiveBit[] models = models();
    BinaryEncoder encoder = new BinaryEncoder();
    for (int y = 0, at = 0; y < mask.rows(); y++) {
      for (int x = 0; x < mask.columns(); x++, at++) {
        encoder.put(models[context(mask.kept(), mask.columns(), y, x)], mask.isKept(at));
      }
    }
    return encoder.finish();
  }

  static KeepMask decode(byte[] coded, int rows, int columns) {
    AdaptiveBit[] models = models();
    BinaryDecoder decoder = new BinaryDecoder(coded);
    boolean[] cells = new boolean[rows * columns];
    for (int y = 0, at = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++, at++) {
        cells[at] = decoder.next(models[context(cells, columns, y, x)]);
      }
    }
    decoder.finish();
    return new KeepMask(rows, columns, cells);
  }

  private static int context(boolean[] kept, int columns, int y, int x) {
    int context = 0;
    for (int i = 0; i < NEIGHBOURS.length; i++) {
      int row = Math.max(0, y - NEIGHBOURS[i][0]);
      int column = Math.max(0, Math.min(columns - 1, x - NEIGHBOURS[i][1]));
      int at = row * columns + column;
      if (at >= y * columns + x) {
        at = y > 0 ? at - columns : y * columns + x - 1; // Beyond the edge, the nearest known.
      }
      context |= at >= 0 && kept[at] ? 1 << i : 0;
    }
    return context;
  }

  private static AdaptiveBit[] models() {
    AdaptiveBit[] models = new AdaptiveBit[CONTEXTS];
    for (int i = 0; i < PRIOR.length; i++) {
      models[i] = new AdaptiveBit(64 * PRIOR[i]);
      models[CONTEXTS - 1 - i] = new AdaptiveBit(65536 - 64 * PRIOR[i]);
    }
    return models;
  }
}
