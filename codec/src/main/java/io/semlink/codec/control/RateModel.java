package io.semlink.codec.control;

import io.semlink.codec.hyperprior.Gains;
import io.semlink.codec.hyperprior.Scales;
import io.semlink.codec.mask.KeepMask;
import java.util.Arrays;

/**
 * What every cell would cost and be worth at every operating point, estimated from one run of the
 * codec at the reference point.
 *
 * <p>Latents are aligned between operating points, so a latent of scale sigma at the reference has
 * scale {@code sigma * g_k / g_ref} at point k; its expected code length, information (eq. 27) and
 * squared quantisation error follow from tables of the Gaussian of eq. (5).
 *
 * <p>Cells are estimated when they are first asked for. Different operating points may be asked for
 * by different threads, one and the same not.
 */
public final class RateModel {
  private static final int FINENESS = RateTables.FINENESS;
  private static final int INDEX_BITS = 8;

  private final int channels;
  private final Gains gains;

  /** Channel and entry of every latent that is coded at the reference, cell by cell. */
  private final int[] coded;

  /** Where the latents of each cell begin in {@link #coded}; one more than there are cells. */
  private final int[] begin;

  private final float[] table;
  private final Estimate[] estimates;
  private final double referenceInformation;

  /**
   * Prepares the estimates.
   *
   * @param reference scale indices [cells][channels] at the last operating point, unfiltered
   */
  public RateModel(byte[] reference, Gains gains, double gammaSquared) {
    this.gains = gains;
    this.channels = gains.channels();
    this.table = RateTables.bitsAndInformation(gammaSquared);
    this.estimates = new Estimate[gains.points()];
    this.begin = new int[reference.length / channels + 1];
    int count = 0;
    for (byte index : reference) {
      count += index != 0 ? 1 : 0;
    }
    this.coded = new int[count];
    double sum = 0;
    int to = 0;
    for (int cell = 0, at = 0; cell < begin.length - 1; cell++) {
      float inCell = 0;
      for (int c = 0; c < channels; c++, at++) {
        if (reference[at] != 0) {
          int entry = Math.min(Scales.LEVELS - 1, reference[at]) * FINENESS;
          coded[to++] = c << INDEX_BITS | entry;
          inCell += table[2 * entry + 1];
        }
      }
      sum += inCell;
      begin[cell + 1] = to;
    }
    this.referenceInformation = sum;
  }

  /** Number of cells. */
  public int cells() {
    return begin.length - 1;
  }

  /** Number of operating points. */
  public int points() {
    return estimates.length;
  }

  /** Expected bits of the latents of a cell. */
  public float bits(int point, int cell) {
    return at(point).ready(cell).bits[cell];
  }

  /** Numerator of eq. (27) that a kept cell contributes, in bits. */
  public float information(int point, int cell) {
    return at(point).ready(cell).information[cell];
  }

  /** Expected squared error of a kept cell, summed over its samples, in 8-bit units squared. */
  public float squaredError(int point, int cell) {
    return at(point).error(cell);
  }

  /** Denominator of eq. (27), in bits. */
  public double referenceInformation() {
    return referenceInformation;
  }

  /**
   * Expected bits of the kept latents whose scales are known.
   *
   * @param indices scale indices [cells][channels]
   */
  public static double bits(byte[] indices, KeepMask mask) {
    int channels = indices.length / mask.cells();
    double sum = 0;
    for (int cell = 0; cell < mask.cells(); cell++) {
      if (mask.isKept(cell)) {
        float inCell = 0;
        for (int c = 0, at = cell * channels; c < channels; c++, at++) {
          inCell += RateTables.bits(indices[at] * FINENESS);
        }
        sum += inCell;
      }
    }
    return sum;
  }

  private Estimate at(int point) {
    if (estimates[point] == null) {
      estimates[point] = new Estimate(point);
    }
    return estimates[point];
  }

  /**
   * By how much the error of decoded cells usually exceeds that of quantising the coded latents:
   * the latents of index 0 are lost, and the synthesis is not linear. Means over 36 training photos
   * at ten points and five thresholds; single photos spread about them by 0.8 to 1 dB.
   *
   * @param fineness operating point as a share of the last, in [0, 1]
   * @return dB
   */
  private static double usualExcessDb(double fineness) {
    return 1.95 + 0.3 * fineness + 1.2 * Math.pow(fineness, 4);
  }

  /** Estimates of the cells at one operating point, NaN where nobody has asked yet. */
  private final class Estimate {
    private final int[] shift = new int[channels];
    private final float[] stepSquared = new float[channels];
    private final float[] bits = new float[cells()];
    private final float[] information = new float[cells()];
    private final float beyondQuantisation;

    Estimate(int point) {
      int last = gains.points() - 1;
      beyondQuantisation = (float) Math.pow(10, usualExcessDb((double) point / last) / 10);
      for (int c = 0; c < channels; c++) {
        double ratio = gains.gain(point, c) / gains.gain(last, c);
        shift[c] = (int) Math.round(FINENESS * Math.log(ratio) / Scales.LOG_STEP);
        stepSquared[c] = 1 / (gains.gain(point, c) * gains.gain(point, c));
      }
      Arrays.fill(bits, Float.NaN);
    }

    Estimate ready(int cell) {
      if (Float.isNaN(bits[cell])) {
        float bitSum = 0;
        float informationSum = 0;
        for (int i = begin[cell]; i < begin[cell + 1]; i++) {
          int entry = 2 * entry(coded[i]);
          bitSum += table[entry];
          informationSum += table[entry + 1];
        }
        bits[cell] = bitSum;
        information[cell] = informationSum;
      }
      return this;
    }

    private int entry(int latent) {
      int shifted = (latent & (1 << INDEX_BITS) - 1) + shift[latent >> INDEX_BITS];
      return Math.max(0, Math.min(RateTables.ENTRIES - 1, shifted));
    }

    float error(int cell) {
      float sum = 0;
      for (int i = begin[cell]; i < begin[cell + 1]; i++) {
        sum += RateTables.squaredError(entry(coded[i])) * stepSquared[coded[i] >> INDEX_BITS];
      }
      return sum * beyondQuantisation;
    }
  }
}
