package io.semlink.channel.ldpc;

/**
 * What a receiver holds of one transport block: the sum of the log-likelihood ratios received for
 * each bit of the mother code over all rounds (incremental redundancy, soft combining).
 *
 * <p>A bit that was never received has 0. Not for several threads at once.
 */
public final class SoftBuffer {
  /** Larger log-likelihood ratios add nothing; the limit keeps infinities out of the sums. */
  private static final float LARGEST_LLR = 1.0e4f;

  private final TransportBlockCode code;
  private final RateMatcher rateMatcher;
  private final float[] llrs;

  SoftBuffer(TransportBlockCode code, RateMatcher rateMatcher) {
    this.code = code;
    this.rateMatcher = rateMatcher;
    this.llrs = new float[rateMatcher.length()];
  }

  /**
   * Adds one round.
   *
   * @param received log-likelihood ratios ln(P(bit 0) / P(bit 1)) in the order of sending, as
   *     {@link TransportBlockCode#select} gave the bits; infinite ones are taken as 10000
   * @param count how many of them there are, a positive multiple of {@code bitsPerSymbol}
   * @param redundancyVersion the version sent, 0 to 3
   * @param bitsPerSymbol bits of a modulation symbol: 1, 2, 4, 6 or 8
   * @throws IllegalArgumentException if an argument is out of range or a ratio is not a number
   */
  public void combine(float[] received, int count, int redundancyVersion, int bitsPerSymbol) {
    if (count > received.length) {
      throw new IllegalArgumentException(
          "count is " + count + ", but there are " + received.length + " ratios");
    }
    int[] positions = rateMatcher.positions(redundancyVersion, count, bitsPerSymbol);
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(received[i])) {
        throw new IllegalArgumentException("ratio " + i + " is not a number");
      }
    }
    for (int i = 0; i < count; i++) {
      llrs[positions[i]] += limited(received[i]);
    }
  }

  private static float limited(float llr) {
    return Math.max(-LARGEST_LLR, Math.min(LARGEST_LLR, llr));
  }

  TransportBlockCode code() {
    return code;
  }

  /** The sums, by position in the circular buffer. */
  float[] llrs() {
    return llrs;
  }
}
