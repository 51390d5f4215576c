package io.semlink.codec.importance;

import io.semlink.codec.mask.KeepMask;

/**
 * Importance of every latent cell for the meaning of a photo, eq. (15) and (16).
 *
 * @param rows cells down
 * @param columns cells across
 * @param values [rows][columns] in [0, 1]; the most important cell has 1
 */
public record ImportanceMap(int rows, int columns, float[] values) {
  /** Checks shape and range. */
  public ImportanceMap {
    if (values.length != rows * columns) {
      throw new IllegalArgumentException(values.length + " values for " + rows + "x" + columns);
    }
    for (float value : values) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("importance " + value + " is outside [0, 1]");
      }
    }
  }

  /**
   * Map from class activations: combined by maximum, normalised to [0, 1] and bilinearly up-sampled
   * (pixel centres aligned) to the latent grid.
   *
   * @param activations one map [mapRows][mapColumns] per label of interest
   */
  static ImportanceMap of(
      float[][] activations, int mapRows, int mapColumns, int rows, int columns) {
    float[] combined = new float[mapRows * mapColumns];
    for (int i = 0; i < combined.length; i++) {
      float top = Float.NEGATIVE_INFINITY;
      for (float[] map : activations) {
        top = Math.max(top, map[i]);
      }
      combined[i] = top;
    }
    float[] fine = new float[rows * columns];
    for (int y = 0; y < rows; y++) {
      float sy = clamp((y + 0.5f) * mapRows / rows - 0.5f, mapRows - 1);
      for (int x = 0; x < columns; x++) {
        float sx = clamp((x + 0.5f) * mapColumns / columns - 0.5f, mapColumns - 1);
        fine[y * columns + x] = sample(combined, mapRows, mapColumns, sy, sx);
      }
    }
    normalise(fine);
    return new ImportanceMap(rows, columns, fine);
  }

  private static float clamp(float at, int last) {
    return Math.max(0, Math.min(last, at));
  }

  private static float sample(float[] map, int rows, int columns, float y, float x) {
    int y0 = (int) y;
    int x0 = (int) x;
    int y1 = Math.min(rows - 1, y0 + 1);
    int x1 = Math.min(columns - 1, x0 + 1);
    float fy = y - y0;
    float fx = x - x0;
    float top = map[y0 * columns + x0] * (1 - fx) + map[y0 * columns + x1] * fx;
    float bottom = map[y1 * columns + x0] * (1 - fx) + map[y1 * columns + x1] * fx;
    return top * (1 - fy) + bottom * fy;
  }

  private static void normalise(float[] map) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : map) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    float range = high - low;
    for (int i = 0; i < map.length; i++) {
      // A flat map says nothing about where the meaning lies: every cell is equally important.
      map[i] = range > 0 ? Math.min(1, (map[i] - low) / range) : 1;
    }
  }

  /** Number of cells. */
  public int cells() {
    return rows * columns;
  }

  /** Cells with importance of at least alpha: the set P of eq. (17). */
  public KeepMask keep(double alpha) {
    boolean[] kept = new boolean[values.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = values[i] >= alpha;
    }
    return new KeepMask(rows, columns, kept);
  }
}
