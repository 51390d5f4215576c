package io.semlink.channel.physics;

/**
 * What theory says of how fading moves in time, for an antenna in isotropic scatter.
 *
 * <p>Levels are given as {@code rho}, the amplitude over its root mean square; a power gain x is
 * the level {@code sqrt(x)}.
 */
public final class SecondOrderStatistics {
  /** Where {@code J0(2 pi x) = 1/2}. */
  private static final double HALF_CORRELATION = 0.24209759593284702;

  /** Points of the midpoint rule, enough for K = 40 dB. */
  private static final int POINTS = 4096;

  private SecondOrderStatistics() {}

  /**
   * Returns the autocorrelation of {@code h} in isotropic scatter (R. H. Clarke, Bell Syst. Tech.
   * J. 47, 1968; DOI 10.1002/j.1538-7305.1968.tb00069.x).
   *
   * @param dopplerHz largest Doppler shift in Hz
   * @param lagSeconds time between two observations, in seconds
   * @return {@code J0(2 pi f_D tau)}, in [-0.403, 1]
   */
  public static double autocorrelation(double dopplerHz, double lagSeconds) {
    return Bessel.j0(2.0 * Math.PI * dopplerHz * lagSeconds);
  }

  /**
   * Returns the coherence time, defined as the lag at which the autocorrelation of {@code h} has
   * fallen to one half.
   *
   * @param dopplerHz largest Doppler shift in Hz
   * @return {@code 0.242 / f_D} in seconds
   */
  public static double coherenceTimeSeconds(double dopplerHz) {
    return HALF_CORRELATION / dopplerHz;
  }

  /**
   * Returns how often Rayleigh fading falls through a level (S. O. Rice, "Statistical properties of
   * a sine wave plus random noise", Bell Syst. Tech. J. 27, 1948; DOI
   * 10.1002/j.1538-7305.1948.tb01334.x).
   *
   * @param law fading law
   * @param rho level, above 0
   * @return {@code sqrt(2 pi) f_D rho e^(-rho^2)}, per second
   */
  public static double levelCrossingRate(CorrelatedRayleigh law, double rho) {
    return Math.sqrt(2.0 * Math.PI) * law.dopplerHz() * rho * StrictMath.exp(-rho * rho);
  }

  /**
   * Returns how often Rician fading falls through a level (C. Xiao, Y. R. Zheng, N. C. Beaulieu,
   * IEEE Trans. Wireless Commun. 5, 2006, p. 3667, for a line of sight with a Doppler shift).
   *
   * @param law fading law
   * @param rho level, above 0
   * @return crossings per second in one direction
   */
  public static double levelCrossingRate(CorrelatedRician law, double rho) {
    double k = law.marginal().factor();
    double cosine = law.lineOfSightDopplerHz() / law.dopplerHz();
    double shift = 2.0 / rho * Math.sqrt(k / (k + 1.0)) * cosine * cosine;
    double sum = 0.0;
    for (int i = 0; i < POINTS; i++) {
      double angle = Math.PI * (i + 0.5) / POINTS;
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      // The factor e^(-K - (K + 1) rho^2) of the formula is taken under the integral.
      double exponent =
          2.0 * rho * Math.sqrt(k * (k + 1.0)) * cos
              - 2.0 * k * cosine * cosine * sin * sin
              - k
              - (k + 1.0) * rho * rho;
      sum += (1.0 + shift * cos) * StrictMath.exp(exponent);
    }
    return Math.sqrt(2.0 * (k + 1.0) / Math.PI) * rho * law.dopplerHz() * Math.PI * sum / POINTS;
  }

  /**
   * Returns how long Rayleigh fading stays below a level once it has fallen through it.
   *
   * @param law fading law
   * @param rho level, above 0
   * @return {@code (e^(rho^2) - 1) / (rho f_D sqrt(2 pi))}, in seconds
   */
  public static double averageFadeDuration(CorrelatedRayleigh law, double rho) {
    return law.cumulative(rho * rho) / levelCrossingRate(law, rho);
  }

  /**
   * Returns how long Rician fading stays below a level once it has fallen through it.
   *
   * @param law fading law
   * @param rho level, above 0
   * @return probability of lying below over the rate of crossings, in seconds
   */
  public static double averageFadeDuration(CorrelatedRician law, double rho) {
    return law.cumulative(rho * rho) / levelCrossingRate(law, rho);
  }
}
