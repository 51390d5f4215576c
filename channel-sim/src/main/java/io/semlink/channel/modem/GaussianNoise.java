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

  /** Positions within a layer are signed integers of 53 bits. */
  private static final double POSITIONS = 0x1p52;

  /** Width of a position in each layer, from the lowest up. */
  private static final double[] WIDTHS = new double[LAYERS];

  /** Positions below this lie under the curve whatever the height in the layer. */
  private static final long[] INNER = new long[LAYERS];

  /** {@code exp(-x^2 / 2)} at the edges: the lower ends of the layers. */
  private static final double[] DENSITIES = new double[LAYERS + 1];

  static {
    double[] edges = new double[LAYERS + 1];
    // The lowest layer is taken for as wide as gives it the area of its tail, too.
    edges[0] = AREA / density(TAIL);
    edges[1] = TAIL;
    for (int i = 2; i < LAYERS; i++) {
      double top = AREA / edges[i - 1] + density(edges[i - 1]);
      edges[i] = StrictMath.sqrt(-2.0 * StrictMath.log(top));
    }
    for (int i = 0; i < LAYERS; i++) {
      WIDTHS[i] = edges[i] / POSITIONS;
      INNER[i] = (long) (edges[i + 1] / edges[i] * POSITIONS);
    }
    for (int i = 0; i <= LAYERS; i++) {
      DENSITIES[i] = density(edges[i]);
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
    long bits = random.nextLong();
    int layer = layer(bits);
    long position = position(bits);
    double x = position * WIDTHS[layer];
    return Math.abs(position) < INNER[layer] ? x : outer(random, layer, x);
  }

  /** Decides over a draw that is not in the inner part of its layer, as one in 80 is not. */
  private static double outer(UniformRandomProvider random, int firstLayer, double first) {
    int layer = firstLayer;
    double x = first;
    while (true) {
      if (layer == 0) {
        return Math.copySign(tail(random), x);
      }
      if (underCurve(random, layer, x)) {
        return x;
      }
      long bits = random.nextLong();
      layer = layer(bits);
      x = position(bits) * WIDTHS[layer];
      if (Math.abs(position(bits)) < INNER[layer]) {
        return x;
      }
    }
  }

  private static int layer(long bits) {
    return (int) bits & (LAYERS - 1);
  }

  private static long position(long bits) {
    return bits >> 11;
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
