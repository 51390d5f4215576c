package io.semlink.channel.modem;

/**
 * Scrambling of coded bits (3GPP TS 38.211, 7.3.1.1): they are added to a pseudo-random sequence,
 * so that symbols have the constellation's mean power whatever the payload.
 *
 * <p>The sequence is the Gold sequence of length 31 of section 5.2.1, begun with {@code c_init =
 * n_RNTI 2^15 + q 2^14 + n_ID} for the terminal 1, code word 0 and cell 0, the same for every
 * block.
 */
public final class Scrambler {
  private static final int INITIAL = 1 << 15;

  /** Bits of the sequence at its beginning that are left out, N_C. */
  private static final int SKIPPED = 1600;

  private static final byte[] SEQUENCE = sequence(INITIAL, 1 << 17);

  private Scrambler() {}

  /**
   * Scrambles coded bits in place; a second time undoes it.
   *
   * @param bits one to a byte, 0 or 1
   */
  public static void scramble(byte[] bits) {
    for (int i = 0; i < bits.length; i++) {
      bits[i] ^= SEQUENCE[i % SEQUENCE.length];
    }
  }

  /**
   * Undoes the scrambling of soft bits in place.
   *
   * @param ratios log likelihood ratios of scrambled bits, the first first
   */
  public static void descramble(float[] ratios) {
    for (int i = 0; i < ratios.length; i++) {
      if (SEQUENCE[i % SEQUENCE.length] != 0) {
        ratios[i] = -ratios[i];
      }
    }
  }

  /**
   * Makes a Gold sequence.
   *
   * @param initial c_init, 31 bits
   * @param length how many bits
   */
  static byte[] sequence(int initial, int length) {
    int x1 = 1;
    int x2 = initial;
    byte[] sequence = new byte[length];
    for (int n = 0; n < SKIPPED + length; n++) {
      if (n >= SKIPPED) {
        sequence[n - SKIPPED] = (byte) ((x1 ^ x2) & 1);
      }
      x1 = x1 >>> 1 | ((x1 ^ x1 >>> 3) & 1) << 30;
      x2 = x2 >>> 1 | ((x2 ^ x2 >>> 1 ^ x2 >>> 2 ^ x2 >>> 3) & 1) << 30;
    }
    return sequence;
  }
}
