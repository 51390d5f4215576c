package io.semlink.codec.entropy;

/** Probability of a binary event that is learned while coding, fast at first and then slowly. */
public final class AdaptiveBit {
  private static final int SLOWEST = 24;

  /** Probability of a one, in 2^-16. */
  private int one;

  private int seen;

  /** Starts with an expectation in (0, 1). */
  public AdaptiveBit(double expected) {
    this.one = (int) Math.round(expected * 65536);
    clamp();
  }

  int one() {
    return one;
  }

  void update(boolean bit) {
    int rate = Math.min(SLOWEST, seen + 3);
    one += ((bit ? 65536 : 0) - one) / rate;
    clamp();
    seen++;
  }

  private void clamp() {
    one = Math.max(512, Math.min(65536 - 512, one));
  }
}
