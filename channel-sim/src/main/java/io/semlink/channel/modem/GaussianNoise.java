package io.semlink.channel.modem;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * Complex white Gaussian noise, the same to the last bit on every JVM.
 *
 * <p>Each coordinate is drawn by the ziggurat method (G. Marsaglia and W. W. Tsang, "The ziggurat
 * method for generating random variables", J. Stat. Software 5(8), 2000; DOI 10.18637/jss.v005.i08)
 * with 256 layers. Layer and position come from different bits of a 64-bit word, as J. A. Doornik
 * ("An improved ziggurat method to generate normal random samples", Oxford, 2005) asks for.
 */
public final class GaussianNoise {
  private static final int LAYERS = 256;

  /** Where the tail begins, and the area of each layer; from Marsaglia and Tsang. */
  private static final double TAIL = 3.6541528853610088;

  private static final double AREA = 0.00492867323397466;

  /** Right edges of the layers from the lowest up; entry 0 gives the base the area of its tail. */
  private static final double[] EDGES = new double[LAYERS + 1];

  /** {@code exp(-x^2 / 2)} at the edges: the lower ends of the layers. */
  private static final double[] DENSITIES = new double[LAYERS + 1];

  static {
    EDGES[0] = AREA / density(TAIL);
    EDGES[1] = TAIL;
    for (int i = 2; i < LAYERS; i++) {
      double top = AREA / EDGES[i - 1] + density(EDGES[i - 1]);
      EDGES[i] = StrictMath.sqrt(-2.0 * StrictMath.log(top));
    }
    for (int i = 0; i <= LAYERS; i++) {
      DENSITIES[i] = density(EDGES[i]);
    }
  }

  private GaussianNoise() {}

  /**
   * Adds noise {@code CN(0, variance)} to the samples number {@code from} to {@code to - 1}, drawn
   * in their order, in-phase before quadrature.
   *
   * @param random source of uniform bits
   * @param variance variance of the complex noise, half of it per real dimension; at least 0
   * @param inPhase real parts
   * @param quadrature imaginary parts
   * @param from number of the first sample
   * @param to number of the sample behind the last
   * @throws IllegalArgumentException if the variance is negative
   */
  public static void add(
      UniformRandomProvider random,
      double variance,
      float[] inPhase,
      float[] quadrature,
      int from,
      int to) {
    if (!(variance >= 0.0)) {
      throw new IllegalArgumentException("variance must be at least 0, but is " + variance);
    }
    double deviation = Math.sqrt(0.5 * variance);
    for (int i = from; i < to; i++) {
      inPhase[i] += (float) (deviation * normal(random));
      quadrature[i] += (float) (deviation * normal(random));
    }
  }

  /**
   * Draws from the standard normal law.
   *
   * @param random source of uniform bits
   * @return a value of zero mean and unit variance
   */
  static double normal(UniformRandomProvider random) {
    while (true) {
      long bits = random.nextLong();
      int layer = (int) bits & (LAYERS - 1);
      // The upper 53 bits, centred: uniform in (-1, 1), and never 0.
      double x = ((bits >> 11) + 0.5) * 0x1p-52 * EDGES[layer];
      if (Math.abs(x) < EDGES[layer + 1]) {
        return x;
      }
      if (layer == 0) {
        return Math.copySign(tail(random), x);
      }
      if (underCurve(random, layer, x)) {
        return x;
      }
    }
  }

  private static boolean underCurve(UniformRandomProvider random, int layer, double x) {
    double low = DENSITIES[layer];
    return low + random.nextDouble() * (DENSITIES[layer + 1] - low) < density(x);
  }

  /** Normal law beyond the tail's begin (G. Marsaglia, Technometrics 6, 1964, p. 101). */
  private static double tail(UniformRandomProvider random) {
    while (true) {
      double x = -StrictMath.log(1.0 - random.nextDouble()) / TAIL;
      double y = -StrictMath.log(1.0 - random.nextDouble());
      if (2.0 * y >= x * x) {
        return TAIL + x;
      }
    }
  }

  private static double density(double x) {
    return StrictMath.exp(-0.5 * x * x);
  }
}
