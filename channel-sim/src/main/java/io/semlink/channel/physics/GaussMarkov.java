package io.semlink.channel.physics;

/**
 * A stationary Gauss-Markov sequence of zero mean, unit variance and autocorrelation {@code
 * e^(-decay |n|)}, whose every value is a pure function of the seed.
 *
 * <p>Walking there from a beginning would make distant values dear, so the sequence is drawn from
 * coarse to fine. Values at anchors far apart are sums over the innovations of the anchors before
 * them, cut where these weigh nothing. Halfway between two values that are known, the next is drawn
 * from its conditional law: mean {@code r (left + right) / (1 + r^2)}, variance {@code (1 - r^2) /
 * (1 + r^2)}, r being the correlation over half the distance. Value n alone uses random stream n.
 */
final class GaussMarkov {
  private static final int PAGE = 64;

  /** Anchors are at least this many decay times apart, so that few innovations matter. */
  private static final double ANCHOR_DECAYS = 4.0;

  private static final int MAX_LEVELS = 48;

  /** Innovations weighted below e^-42 are left out. */
  private static final double NEGLIGIBLE_DECAYS = 42.0;

  private final long seed;
  private final long anchorDistance;
  private final double anchorCorrelation;
  private final int innovations;
  private final double innovationWeight;

  /** By the logarithm of half the distance: weight of the neighbours, deviation. */
  private final double[] neighbourWeight = new double[MAX_LEVELS];

  private final double[] deviation = new double[MAX_LEVELS];
  private final Pages<double[]> pages = new Pages<>(PAGE, number -> load(number * PAGE));

  /**
   * Makes a realisation.
   *
   * @param seed any value
   * @param decay decay of the autocorrelation per step, positive
   */
  GaussMarkov(long seed, double decay) {
    this.seed = seed;
    long distance = PAGE;
    int level = Long.numberOfTrailingZeros(PAGE);
    while (distance * decay < ANCHOR_DECAYS && level < MAX_LEVELS - 1) {
      distance *= 2;
      level++;
    }
    this.anchorDistance = distance;
    this.anchorCorrelation = StrictMath.exp(-decay * distance);
    this.innovations =
        (int) Math.ceil(NEGLIGIBLE_DECAYS / Math.min(NEGLIGIBLE_DECAYS, decay * distance));
    double kept = -StrictMath.expm1(-2.0 * innovations * decay * distance);
    this.innovationWeight = Math.sqrt(-StrictMath.expm1(-2.0 * decay * distance) / kept);
    for (int i = 0; i < level; i++) {
      double half = (1L << i) * decay;
      double r = StrictMath.exp(-half);
      neighbourWeight[i] = r / (1.0 + r * r);
      deviation[i] = Math.sqrt(-StrictMath.expm1(-2.0 * half) / (1.0 + r * r));
    }
  }

  /** Returns value n. */
  double value(long n) {
    return pages.of(n)[pages.place(n)];
  }

  private double[] load(long first) {
    long begin = Math.floorDiv(first, anchorDistance) * anchorDistance;
    long distance = anchorDistance;
    double left = anchor(begin);
    double right = anchor(begin + distance);
    while (distance > PAGE) {
      distance /= 2;
      double middle = between(left, right, begin + distance, distance);
      if (first - begin < distance) {
        right = middle;
      } else {
        left = middle;
        begin += distance;
      }
    }
    double[] values = new double[PAGE + 1];
    values[0] = left;
    values[PAGE] = right;
    for (int half = PAGE / 2; half > 0; half /= 2) {
      for (int i = half; i < PAGE; i += 2 * half) {
        values[i] = between(values[i - half], values[i + half], first + i, half);
      }
    }
    return values;
  }

  private double anchor(long n) {
    double sum = 0.0;
    for (int i = innovations - 1; i >= 0; i--) {
      sum = sum * anchorCorrelation + innovation(n - i * anchorDistance);
    }
    return innovationWeight * sum;
  }

  private double between(double left, double right, long n, long half) {
    int level = Long.numberOfTrailingZeros(half);
    return neighbourWeight[level] * (left + right) + deviation[level] * innovation(n);
  }

  private double innovation(long n) {
    return Samplers.normal(RandomStreams.open(seed, n));
  }
}
