package io.semlink.channel.physics;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * Samplers whose results are the same to the last bit on every JVM.
 *
 * <p>The samplers of Commons RNG call {@link Math}, whose logarithm and power may differ in the
 * last bit between machines; a recording could then not be replayed elsewhere. These use {@link
 * StrictMath} and IEEE arithmetic alone.
 */
final class Samplers {
  private Samplers() {}

  /**
   * Exponential law of unit mean by inversion.
   *
   * @param random source of uniform bits
   * @return a value in [0, 36.8]
   */
  static double exponential(UniformRandomProvider random) {
    return -StrictMath.log(1.0 - random.nextDouble());
  }

  /**
   * Standard normal law by the polar method (G. Marsaglia and T. A. Bray, SIAM Review 6, 1964; DOI
   * 10.1137/1006063), the second value of each pair dropped.
   *
   * @param random source of uniform bits
   * @return a value of zero mean and unit variance
   */
  static double normal(UniformRandomProvider random) {
    while (true) {
      double u = 2.0 * random.nextDouble() - 1.0;
      double v = 2.0 * random.nextDouble() - 1.0;
      double s = u * u + v * v;
      if (s < 1.0 && s > 0.0) {
        return u * StrictMath.sqrt(-2.0 * StrictMath.log(s) / s);
      }
    }
  }

  /**
   * Power of a line of sight in complex Gaussian scatter: {@code (a + s x)^2 + (s y)^2} with
   * independent standard normal x, y from one polar pair.
   *
   * @param random source of uniform bits
   * @param lineOfSight amplitude a
   * @param scatter standard deviation s of each component
   * @return the power, at least 0
   */
  static double rician(UniformRandomProvider random, double lineOfSight, double scatter) {
    while (true) {
      double u = 2.0 * random.nextDouble() - 1.0;
      double v = 2.0 * random.nextDouble() - 1.0;
      double s = u * u + v * v;
      if (s < 1.0 && s > 0.0) {
        double radius = scatter * StrictMath.sqrt(-2.0 * StrictMath.log(s) / s);
        double re = lineOfSight + u * radius;
        double im = v * radius;
        return re * re + im * im;
      }
    }
  }

  /**
   * Gamma law (G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM
   * TOMS 26, 2000; DOI 10.1145/358407.358414; their section 6 for shapes below 1).
   *
   * @param random source of uniform bits
   * @param shape shape, above 0
   * @return a value of mean {@code shape}
   */
  static double gamma(UniformRandomProvider random, double shape) {
    if (shape < 1.0) {
      double boosted = gamma(random, shape + 1.0);
      return boosted * StrictMath.pow(1.0 - random.nextDouble(), 1.0 / shape);
    }
    double d = shape - 1.0 / 3.0;
    double c = 1.0 / StrictMath.sqrt(9.0 * d);
    while (true) {
      double x = normal(random);
      double t = 1.0 + c * x;
      if (t <= 0.0) {
        continue;
      }
      double v = t * t * t;
      double logU = StrictMath.log(1.0 - random.nextDouble());
      if (logU < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
        return d * v;
      }
    }
  }
}
