package io.semlink.channel.physics;

import java.util.function.DoubleUnaryOperator;

/** Inversion of the cumulative probability of a power gain. */
final class Quantiles {
  /** Gains searched, as powers of e: e^-690 is near the smallest positive double. */
  private static final double LOWEST_LOG_GAIN = -690.0;

  private static final double HIGHEST_LOG_GAIN = 12.0;

  /** Halvings after which the bracket is below the spacing of doubles. */
  private static final int HALVINGS = 64;

  private Quantiles() {}

  static void requireProbability(double probability) {
    if (!(probability >= 0.0 && probability < 1.0)) {
      throw new IllegalArgumentException(
          "probability must be at least 0 and below 1, but is " + probability);
    }
  }

  static double bisect(DoubleUnaryOperator cumulative, double probability) {
    return bisect(cumulative, probability, HIGHEST_LOG_GAIN);
  }

  static double bisect(DoubleUnaryOperator cumulative, double probability, double highestLogGain) {
    requireProbability(probability);
    if (probability == 0.0) {
      return 0.0;
    }
    double low = LOWEST_LOG_GAIN;
    double high = highestLogGain;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = 0.5 * (low + high);
      if (cumulative.applyAsDouble(StrictMath.exp(middle)) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return StrictMath.exp(high);
  }
}
