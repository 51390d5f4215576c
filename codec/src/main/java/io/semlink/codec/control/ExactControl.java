package io.semlink.codec.control;

import io.semlink.codec.importance.ImportanceMap;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Per-image control without a gradient: for a fixed operating point bits and GVIF are sums over the
 * cells in order of importance, so the best threshold is the smallest one that fits, found on
 * prefix sums; then the best operating point wins.
 *
 * <p>Solves max V(k, alpha) subject to bits(k, alpha) at most the budget, alpha at most alpha_th
 * and the estimated mask PSNR at least the floor: the per-image form of eq. (31)-(32).
 */
public final class ExactControl {
  private final RateModel model;
  private final ControlOptions options;
  private final int[] order;
  private final float[] importance;
  private final int fewest;

  /** Prepares the search for one photo. */
  public ExactControl(RateModel model, ImportanceMap map, ControlOptions options) {
    this.model = model;
    this.options = options;
    this.importance = map.values();
    this.order = descending(importance);
    int count = 0;
    while (count < order.length && importance[order[count]] >= options.maxAlpha()) {
      count++;
    }
    this.fewest = Math.max(1, count);
  }

  /** Places by falling value, which is at least 0, ties in their order. */
  private static int[] descending(float[] values) {
    long[] keys = new long[values.length];
    for (int i = 0; i < keys.length; i++) {
      // Floats that are not negative are ordered like their bits.
      keys[i] = (long) -Float.floatToIntBits(values[i]) << 32 | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }

  /**
   * Finds the choice with the highest expected GVIF.
   *
   * @param latentBits bits that the latents of the kept cells may take
   * @param correction real over estimated figures of this photo
   * @return empty if not even the coarsest point with the greatest threshold fits
   */
  public Optional<OperatingChoice> best(double latentBits, RateCorrection correction) {
    return IntStream.range(0, model.points())
        .parallel()
        .mapToObj(point -> bestAt(point, latentBits, correction.at(point)))
        .filter(Objects::nonNull)
        .reduce((a, b) -> b.information > a.information ? b : a)
        .map(c -> new OperatingChoice(c.point, alpha(c.count)));
  }

  /** Estimated bits of the latents at a choice. */
  public double latentBits(OperatingChoice choice) {
    double sum = 0;
    for (int n = 0; n < order.length && importance[order[n]] >= choice.alpha(); n++) {
      sum += model.bits(choice.point(), order[n]);
    }
    return sum;
  }

  /** Estimated GVIF at a choice. */
  public double gvif(OperatingChoice choice) {
    double sum = 0;
    for (int n = 0; n < order.length && importance[order[n]] >= choice.alpha(); n++) {
      sum += model.information(choice.point(), order[n]);
    }
    return sum / Math.max(model.referenceInformation(), Double.MIN_NORMAL);
  }

  /** Estimated PSNR of the kept cells at a choice, in dB. */
  public double maskPsnrDb(OperatingChoice choice) {
    double error = 0;
    int count = 0;
    for (; count < order.length && importance[order[count]] >= choice.alpha(); count++) {
      error += model.squaredError(choice.point(), order[count]);
    }
    return psnrDb(error, count);
  }

  /** Whether the estimated PSNR of the kept cells at a choice meets the floor. */
  public boolean meetsFloor(OperatingChoice choice) {
    return options.minMaskPsnrDb() == 0 || maskPsnrDb(choice) >= options.minMaskPsnrDb();
  }

  /**
   * The cheapest choice allowed: greatest threshold, coarsest point that meets the floor; the
   * finest point if none does.
   */
  public OperatingChoice cheapest() {
    int point = 0;
    while (point < model.points() - 1 && !meetsFloor(fewestCells(point))) {
      point++;
    }
    return fewestCells(point);
  }

  private OperatingChoice fewestCells(int point) {
    return new OperatingChoice(point, alpha(fewest));
  }

  private record Candidate(int point, int count, double information) {}

  private @Nullable Candidate bestAt(
      int point, double latentBits, RateCorrection.Factors correction) {
    double budget = latentBits / correction.bits();
    boolean floored = options.minMaskPsnrDb() > 0;
    double bits = 0;
    double information = 0;
    double error = 0;
    Candidate best = null;
    for (int n = 0; n < order.length; n++) {
      int cell = order[n];
      bits += model.bits(point, cell);
      information += model.information(point, cell);
      error += floored ? model.squaredError(point, cell) : 0;
      if (bits > budget) {
        break;
      }
      boolean wholeTie = n + 1 == order.length || importance[order[n + 1]] < importance[cell];
      boolean fine = !floored || psnrDb(error, n + 1) >= options.minMaskPsnrDb();
      if (n + 1 >= fewest && wholeTie && fine) {
        best = new Candidate(point, n + 1, information * correction.information());
      }
    }
    return best;
  }

  private static double psnrDb(double squaredError, int cells) {
    double samples = cells * 3.0 * 256.0;
    return 10 * Math.log10(255.0 * 255.0 * samples / Math.max(squaredError, 1e-9));
  }

  /** Threshold that keeps exactly the first cells of the order. */
  private double alpha(int count) {
    return count == order.length ? 0 : Math.min(options.maxAlpha(), importance[order[count - 1]]);
  }
}
