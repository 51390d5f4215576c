package io.semlink.channel.physics;

/** Bessel function of the first kind and order zero. */
final class Bessel {
  /** From here on ten terms of the asymptotic expansion are exact. */
  private static final double LARGE = 25.0;

  private static final int POINTS = 48;
  private static final int TERMS = 20;

  private Bessel() {}

  /**
   * Returns {@code J0(x)} to about 1e-15.
   *
   * <p>Below 25 by Bessel's integral {@code 1/pi integral of cos(x sin t) from 0 to pi} (DLMF
   * 10.9.1), for which the midpoint rule with N points errs by about {@code 2 J_2N(x)}; above by
   * Hankel's expansion (DLMF 10.17.3).
   *
   * @param x any value
   */
  static double j0(double x) {
    double z = Math.abs(x);
    return z < LARGE ? integral(z) : expansion(z);
  }

  private static double integral(double z) {
    double sum = 0.0;
    for (int k = 0; k < POINTS; k++) {
      sum += StrictMath.cos(z * StrictMath.sin(Math.PI * (k + 0.5) / POINTS));
    }
    return sum / POINTS;
  }

  private static double expansion(double z) {
    double even = 0.0;
    double odd = 0.0;
    double term = 1.0;
    for (int k = 0; k < TERMS; k++) {
      double signed = k % 4 < 2 ? term : -term;
      if (k % 2 == 0) {
        even += signed;
      } else {
        odd += signed;
      }
      double factor = 2.0 * k + 1.0;
      term *= -factor * factor / (8.0 * (k + 1.0) * z);
    }
    double cos = StrictMath.cos(z);
    double sin = StrictMath.sin(z);
    // cos and sin of z - pi/4, times the square root of 2.
    return (even * (cos + sin) - odd * (sin - cos)) / Math.sqrt(Math.PI * z);
  }
}
