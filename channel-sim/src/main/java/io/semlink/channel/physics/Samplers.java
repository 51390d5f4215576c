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
   * Complex normal law of zero mean, both values of one polar pair used.
   *
   * @param random source of uniform bits
   * @param deviation standard deviation of each component
   * @param place where in the arrays the value goes
   * @param re real parts
   * @param im imaginary parts
   */
  static void complexNormal(
      UniformRandomProvider random, double deviation, int place, double[] re, double[] im) {
    while (true) {
      double u = 2.0 * random.nextDouble() - 1.0;
      double v = 2.0 * random.nextDouble() - 1.0;
      double s = u * u + v * v;
      if (s < 1.0 && s > 0.0) {
        double radius = deviation * StrictMath.sqrt(-2.0 * StrictMath.log(s) / s);
        re[place] = u * radius;
        im[place] = v * radius;
        return;
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
