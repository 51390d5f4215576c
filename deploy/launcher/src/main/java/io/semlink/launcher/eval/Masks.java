package io.semlink.launcher.eval;

import io.semlink.codec.importance.ImportanceMap;
import java.util.Arrays;

/** Thresholds that keep a share of the cells. */
final class Masks {
  private Masks() {}

  /**
   * Threshold at which a share of the cells is kept, rounded to whole cells and at least one; cells
   * of equal importance are kept together.
   *
   * @param share in (0, 1]
   */
  static double alpha(ImportanceMap map, double share) {
    float[] ascending = map.values().clone();
    Arrays.sort(ascending);
    int kept = (int) Math.max(1, Math.round(share * ascending.length));
    return ascending[ascending.length - kept];
  }
}
