package io.semlink.launcher.eval;

import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.mask.KeepMask;
import java.util.ArrayList;
import java.util.List;

/**
 * How well an importance map finds an animal. Pixels of the outline count as neither animal nor
 * background.
 *
 * @param hit pointing game (Zhang et al. 2018, doi:10.1007/s11263-017-1059-x): whether the centre
 *     of the most important cell lies on the animal
 * @param animal the animal's share of the photo
 * @param kept by share of cells kept, in the order asked for
 */
record Localisation(boolean hit, double animal, List<Kept> kept) {
  /**
   * What is kept at a threshold.
   *
   * @param cells share of the cells that were asked for
   * @param purity share of the kept area that is animal
   * @param recall share of the animal that is kept
   */
  record Kept(double cells, double purity, double recall) {}

  /** Animal's share of the kept area over its share of the photo. */
  double lift(int index) {
    return kept.get(index).purity() / animal;
  }

  /**
   * Measures a map.
   *
   * @param shares shares of cells to keep
   */
  static Localisation of(ImportanceMap map, Trimap truth, List<Double> shares) {
    List<Kept> kept = new ArrayList<>();
    long[] all = count(truth, KeepMask.uniform(map.rows(), map.columns(), true));
    if (all[Trimap.ANIMAL] == 0) {
      throw new IllegalArgumentException("the trimap shows no animal");
    }
    for (double share : shares) {
      long[] inside = count(truth, map.keep(Masks.alpha(map, share)));
      double area = Math.max(1, inside[Trimap.ANIMAL] + inside[Trimap.BACKGROUND]);
      kept.add(
          new Kept(
              share,
              inside[Trimap.ANIMAL] / area,
              (double) inside[Trimap.ANIMAL] / all[Trimap.ANIMAL]));
    }
    double animal = (double) all[Trimap.ANIMAL] / (all[Trimap.ANIMAL] + all[Trimap.BACKGROUND]);
    return new Localisation(hits(map, truth), animal, kept);
  }

  private static boolean hits(ImportanceMap map, Trimap truth) {
    int top = 0;
    for (int cell = 1; cell < map.cells(); cell++) {
      if (map.values()[cell] > map.values()[top]) {
        top = cell;
      }
    }
    int x = (int) ((top % map.columns() + 0.5) * HyperpriorCodec.CELL_PIXELS);
    int y = (int) ((top / map.columns() + 0.5) * HyperpriorCodec.CELL_PIXELS);
    // The last cells may reach beyond the photo.
    return truth.at(Math.min(x, truth.width() - 1), Math.min(y, truth.height() - 1))
        == Trimap.ANIMAL;
  }

  /** Pixels of each kind inside kept cells. */
  private static long[] count(Trimap truth, KeepMask mask) {
    long[] counts = new long[4];
    for (int y = 0; y < truth.height(); y++) {
      for (int x = 0; x < truth.width(); x++) {
        if (mask.isKept(y / HyperpriorCodec.CELL_PIXELS, x / HyperpriorCodec.CELL_PIXELS)) {
          counts[truth.at(x, y) & 3]++;
        }
      }
    }
    return counts;
  }
}
