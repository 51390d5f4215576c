package io.semlink.codec.hyperprior;

/**
 * Rounds a latent to the integer that is best in rate and distortion, of the nearest and the one
 * towards zero: a magnitude goes to n only from {@code n - 1/2 + threshold} on, where the bits that
 * n costs more than n - 1 under the Gaussian of eq. (5) are worth the squared error they save.
 */
public final class Deadzone {
  /**
   * Squared quantiser steps that a bit is worth, halved: 3 / (2 lambda step^2), and a trained step
   * is sqrt(26 / lambda) at every operating point.
   */
  private static final double STEPS_SQUARED_PER_BIT = 3.0 / 52;

  private static final double LARGEST = 0.5;

  /** Magnitudes whose thresholds are tabulated; larger ones are rare and take the last. */
  private static final int TABLED = 24;

  private static final int SAMPLES_PER_STEP = 16;

  private final float[][] thresholds = new float[Scales.LEVELS][TABLED + 1];

  /** Tabulates the thresholds of all scale indices. */
  public Deadzone() {
    for (int index = 1; index < Scales.LEVELS; index++) {
      for (int magnitude = 1; magnitude <= TABLED; magnitude++) {
        thresholds[index][magnitude] = (float) threshold(Scales.sigma(index), magnitude);
      }
    }
  }

  /**
   * What a value has to lie above {@code magnitude - 1/2} to be rounded up to a magnitude.
   *
   * @param sigma scale, in quantiser steps
   * @param magnitude at least 1
   * @return 0 to 0.5
   */
  public static double threshold(double sigma, int magnitude) {
    double ratio = mass(sigma, magnitude - 1) / mass(sigma, magnitude);
    double bits = Math.log(ratio) / Math.log(2);
    double threshold = STEPS_SQUARED_PER_BIT * bits;
    return Double.isNaN(threshold) ? LARGEST : Math.max(0, Math.min(LARGEST, threshold));
  }

  /** Unnormalised probability of rounding to a magnitude. */
  private static double mass(double sigma, int magnitude) {
    double sum = 0;
    for (int i = 0; i < SAMPLES_PER_STEP; i++) {
      double v = (magnitude + (i + 0.5) / SAMPLES_PER_STEP - 0.5) / sigma;
      sum += Math.exp(-0.5 * v * v);
    }
    return sum;
  }

  /**
   * Quantises a value.
   *
   * @param index scale index, 0 to 63; 0 gives 0
   */
  int quantise(float value, int index) {
    if (index == 0) {
      return 0;
    }
    float magnitude = Math.abs(value);
    int nearest = (int) Math.rint(magnitude);
    if (nearest > 0 && magnitude < nearest - 0.5f + thresholds[index][Math.min(nearest, TABLED)]) {
      nearest--;
    }
    return value < 0 ? -nearest : nearest;
  }
}
