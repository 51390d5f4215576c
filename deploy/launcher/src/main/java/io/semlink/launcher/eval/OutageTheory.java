package io.semlink.launcher.eval;

import io.semlink.channel.physics.Decibels;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Probability that a block turns out worse than a transmitter planned for, which kept a margin from
 * the gain that it was told. Rayleigh fading, one block per transmission.
 */
final class OutageTheory {
  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  private OutageTheory() {}

  /** Nothing is known but the mean: {@code P(|h|^2 < a) = 1 - e^-a}, {@code a = 10^(-m/10)}. */
  static double absent(double marginDb) {
    return -StrictMath.expm1(-Decibels.toLinear(-marginDb));
  }

  /**
   * The gain is that of an earlier block.
   *
   * <p>{@code P(|h1|^2 < a |h0|^2)} for jointly Gaussian {@code h0, h1} with correlation rho is the
   * probability that a Hermitian form of them is negative, which its two eigenvalues give: {@code
   * (1 - (1 - a) / sqrt((1 + a)^2 - 4 a rho^2)) / 2}. It is the mean over {@code |h0|^2} of {@code
   * 1 - Q1(rho |h0| s, sqrt(a) |h0| s)}, {@code s^2 = 2 / (1 - rho^2)}, Marcum's function.
   *
   * @param rho correlation of the gains, in (-1, 1)
   */
  static double delayed(double marginDb, double rho) {
    double a = Decibels.toLinear(-marginDb);
    return 0.5 * (1 - (1 - a) / Math.sqrt((1 + a) * (1 + a) - 4 * a * rho * rho));
  }

  /** The gain is known with a Gaussian error in dB: {@code Q(m / sigma)}, whatever the fading. */
  static double noisy(double marginDb, double sigmaDb) {
    return STANDARD.survivalProbability(marginDb / sigmaDb);
  }
}
