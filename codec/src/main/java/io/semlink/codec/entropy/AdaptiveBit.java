package io.semlink.codec.entropy;

/**
 * Probability of a binary event that is learned while coding: the expectation it starts with weighs
 * as much as {@value #PRIOR_WEIGHT} events, and only the last hundred or so count.
 */
public final class AdaptiveBit {
  private static final int PRIOR_WEIGHT = 30;
  private static final int MEMORY = 100;

  /** Never so sure that a surprise costs more than 9 bits; in 2^-16. */
  private static final int LEAST = 128;

  /** Probability of a one, in 2^-16. */
  private int one;

  private int weight = PRIOR_WEIGHT;

  /**
   * Starts with an expectation.
   *
   * @param expected probability of a one, in units of 2^-16
   */
  public AdaptiveBit(int expected) {
    this.one = clamp(expected);
  }

  int one() {
    return one;
  }

  void update(boolean bit) {
    one = clamp(one + ((bit ? 65536 : 0) - one) / weight);
    weight = Math.min(MEMORY, weight + 1);
  }

  private static int clamp(int probability) {
    return Math.max(LEAST, Math.min(65536 - LEAST, probability));
  }
}
