package io.semlink.codec.control;

import io.semlink.codec.hyperprior.Deadzone;

/**
 * Entropy and mean squared error of a zero-mean Gaussian quantised to integers as the encoder does,
 * with a {@link Deadzone}.
 *
 * @param entropyBits bits per value
 * @param squaredError mean of (v - q)^2
 */
record QuantisedGaussian(double entropyBits, double squaredError) {
  private static final int SAMPLES_PER_STEP = 32;

  /** Beyond this scale the high-rate limits hold to more digits than are used. */
  private static final double HIGH_RATE = 4;

  static QuantisedGaussian of(double sigma) {
    if (sigma > HIGH_RATE) {
      double entropy = 0.5 * Math.log(2 * Math.PI * Math.E * sigma * sigma) / Math.log(2);
      return new QuantisedGaussian(entropy, 1.0 / 12);
    }
    int reach = (int) Math.ceil(8 * sigma + 1);
    double entropy = 0;
    double error = 0;
    double mass = 0;
    for (int k = 0; k <= reach; k++) {
      double p = 0;
      double e = 0;
      double low =
          k == 0 ? -0.5 - Deadzone.threshold(sigma, 1) : Deadzone.threshold(sigma, k) - 0.5;
      double high = 0.5 + Deadzone.threshold(sigma, k + 1);
      for (int i = 0; i < SAMPLES_PER_STEP; i++) {
        double offset = low + (high - low) * (i + 0.5) / SAMPLES_PER_STEP;
        double v = (k + offset) / sigma;
        double density = (high - low) * Math.exp(-0.5 * v * v);
        p += density;
        e += density * offset * offset;
      }
      int sides = k == 0 ? 1 : 2;
      mass += sides * p;
      error += sides * e;
      entropy -= p > 0 ? sides * p * Math.log(p) : 0;
    }
    // With p normalised by the mass M: H = log M - (1/M) sum p log p.
    return new QuantisedGaussian((Math.log(mass) + entropy / mass) / Math.log(2), error / mass);
  }
}
