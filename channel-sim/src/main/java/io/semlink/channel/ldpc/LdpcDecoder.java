package io.semlink.channel.ldpc;

import java.util.Arrays;

/**
 * Decodes transport blocks from what was received of them: row-layered offset min-sum, stopped as
 * soon as all parity checks hold, then the CRC.
 *
 * <p>Holds its work arrays, about 0.7 MB; make one for each thread and use it for all codes.
 */
public final class LdpcDecoder {
  /** Most iterations that are of use on noisy links; beyond them few blocks are gained. */
  public static final int DEFAULT_MAX_ITERATIONS = 20;

  private final LayeredMinSum minSum = new LayeredMinSum();

  /** Makes a decoder. */
  public LdpcDecoder() {}

  /**
   * Outcome of decoding one transport block.
   *
   * @param payload the payload as decided, right or wrong
   * @param crcOk whether its CRC holds; never where nothing is known of more bits than the CRC has,
   *     since the CRC of a block of zeros is zero
   * @param iterations iterations used, 1 to the most allowed
   */
  public record Result(byte[] payload, boolean crcOk, int iterations) {}

  /**
   * Decodes what a soft buffer holds; the buffer stays as it is, ready for another round.
   *
   * @param code the code of the block
   * @param soft a soft buffer of this code
   * @param maxIterations most iterations, at least 1
   * @return payload, verdict of the CRC and iterations
   * @throws IllegalArgumentException if the buffer is of another code or {@code maxIterations} is
   *     below 1
   */
  public Result decode(TransportBlockCode code, SoftBuffer soft, int maxIterations) {
    if (maxIterations < 1) {
      throw new IllegalArgumentException(
          "maxIterations must be at least 1, but is " + maxIterations);
    }
    if (!code.sameAs(soft.code())) {
      throw new IllegalArgumentException("the soft buffer belongs to another code");
    }
    RateMatcher matcher = code.rateMatcher();
    LdpcCode ldpc = code.ldpcCode();
    int iterations =
        minSum.run(ldpc, soft.llrs(), matcher.fillerStart(), matcher.fillerEnd(), maxIterations);
    int[] posteriors = new int[code.payloadBits() + code.crcBits()];
    minSum.posteriors(ldpc, posteriors);
    int unknown = 0;
    byte[] decided = new byte[posteriors.length / 8];
    for (int bit = 0; bit < posteriors.length; bit++) {
      decided[bit / 8] |= (byte) ((posteriors[bit] >>> 31) << (7 - bit % 8));
      unknown += posteriors[bit] == 0 ? 1 : 0;
    }
    boolean crcOk = unknown <= code.crcBits() && code.crc().of(decided) == 0;
    return new Result(Arrays.copyOf(decided, code.payloadBits() / 8), crcOk, iterations);
  }
}
