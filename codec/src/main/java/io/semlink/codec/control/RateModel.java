package io.semlink.codec.control;

import io.semlink.codec.fidelity.Gvif;
import io.semlink.codec.hyperprior.Gains;
import io.semlink.codec.hyperprior.Scales;
import java.util.stream.IntStream;

/**
 * What every cell would cost and be worth at every operating point, estimated from one run of the
 * codec at the reference point.
 *
 * <p>Latents are aligned between operating points, so a latent of scale sigma at the reference has
 * scale {@code sigma * g_k / g_ref} at point k; its expected code length, information (eq. 27) and
 * squared quantisation error follow from tables of the Gaussian of eq. (5).
 */
public final class RateModel {
  /** Table entries per scale index. */
  private static final int FINENESS = 4;

  private static final int ENTRIES = Scales.LEVELS * FINENESS;

  private final int cells;
  private final Tables tables;
  private final float[][] bits;
  private final float[][] information;
  private final float[][] squaredError;
  private final double referenceInformation;

  /**
   * Estimates all cells at all points.
   *
   * @param reference scale indices [cells][channels] at the last operating point, unfiltered
   */
  public RateModel(byte[] reference, Gains gains, double gammaSquared) {
    int points = gains.points();
    int channels = gains.channels();
    this.cells = reference.length / channels;
    this.bits = new float[points][cells];
    this.information = new float[points][cells];
    this.squaredError = new float[points][cells];
    this.tables = Tables.of(gammaSquared);
    IntStream.range(0, points).parallel().forEach(k -> fill(k, reference, gains, channels));
    double sum = 0;
    for (float cell : information[points - 1]) {
      sum += cell;
    }
    this.referenceInformation = sum;
  }

  private void fill(int point, byte[] reference, Gains gains, int channels) {
    int last = gains.points() - 1;
    int[] shift = new int[channels];
    float[] stepSquared = new float[channels];
    for (int c = 0; c < channels; c++) {
      double ratio = gains.gain(point, c) / gains.gain(last, c);
      shift[c] = (int) Math.round(FINENESS * Math.log(ratio) / Scales.LOG_STEP);
      stepSquared[c] = 1 / (gains.gain(point, c) * gains.gain(point, c));
    }
    for (int cell = 0; cell < cells; cell++) {
      float bitSum = 0;
      float informationSum = 0;
      float errorSum = 0;
      for (int c = 0, at = cell * channels; c < channels; c++, at++) {
        int index = reference[at] * FINENESS;
        if (index > 0) {
          int entry = Math.max(0, Math.min(ENTRIES - 1, index + shift[c]));
          bitSum += tables.bits[entry];
          informationSum += tables.information[entry];
          errorSum += entry == 0 ? 0 : tables.error[entry] * stepSquared[c];
        }
      }
      bits[point][cell] = bitSum;
      information[point][cell] = informationSum;
      squaredError[point][cell] = errorSum;
    }
  }

  /**
   * Real over estimated figures of the whole photo at a point, from the scales that the codec gives
   * there.
   *
   * @param indices scale indices [cells][channels] of the unfiltered latent at the point
   */
  public RateCorrection.Factors expectation(int point, byte[] indices) {
    double realBits = 0;
    double realInformation = 0;
    for (byte index : indices) {
      realBits += tables.bits[index * FINENESS];
      realInformation += tables.information[index * FINENESS];
    }
    double estimatedBits = 0;
    double estimatedInformation = 0;
    for (int cell = 0; cell < cells; cell++) {
      estimatedBits += bits[point][cell];
      estimatedInformation += information[point][cell];
    }
    return new RateCorrection.Factors(
        realBits / estimatedBits, realInformation / estimatedInformation);
  }

  /** Number of cells. */
  public int cells() {
    return cells;
  }

  /** Number of operating points. */
  public int points() {
    return bits.length;
  }

  /** Expected bits of the latents of a cell. */
  public float bits(int point, int cell) {
    return bits[point][cell];
  }

  /** Numerator of eq. (27) that a kept cell contributes, in bits. */
  public float information(int point, int cell) {
    return information[point][cell];
  }

  /** Expected squared error of a kept cell, summed over its samples, in 8-bit units squared. */
  public float squaredError(int point, int cell) {
    return squaredError[point][cell];
  }

  /** Denominator of eq. (27), in bits. */
  public double referenceInformation() {
    return referenceInformation;
  }

  /** Expectations under N(0, sigma^2) quantised with unit step, by scale index in quarter steps. */
  private record Tables(float[] bits, float[] information, float[] error) {
    static Tables of(double gammaSquared) {
      float[] bits = new float[ENTRIES];
      float[] information = new float[ENTRIES];
      float[] error = new float[ENTRIES];
      for (int i = 1; i < ENTRIES; i++) {
        double sigma = Scales.sigma((double) i / FINENESS);
        QuantisedGaussian law = QuantisedGaussian.of(sigma);
        bits[i] = (float) law.entropyBits();
        information[i] = (float) Gvif.information(sigma, gammaSquared);
        error[i] = (float) law.squaredError();
      }
      return new Tables(bits, information, error);
    }
  }
}
