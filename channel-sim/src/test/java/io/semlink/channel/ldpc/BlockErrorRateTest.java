package io.semlink.channel.ldpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Block error rate at rate 1/2 in BPSK over white Gaussian noise, against published min-sum curves.
 *
 * <p>References, all offset min-sum with an offset of 0.5 nat; in each the block error rate is 1e-2
 * at the Es/N0 given:
 *
 * <ul>
 *   <li>k = 512, n = 1024, -1.02 dB (Eb/N0 1.99 dB): AFF3CT 4.5.0, 10 layered iterations, {@code
 *       LDPC/AWGN/BPSK/BP_HORIZONTAL_LAYERED/OMS/LDPC_N1024_K512_hlayered_OMS_i10_5G.txt} of {@code
 *       aff3ct/error_rate_references} (5.56e-2 at Eb/N0 = 1.75 dB, 9.14e-3 at 2.00 dB).
 *   <li>k = 6144, n = 12288, -1.52 dB (Eb/N0 1.49 dB): the same, {@code
 *       LDPC_N12288_K6144_hlayered_OMS_i10_5G.txt} (6.17e-2 at 1.40 dB, 7.98e-3 at 1.50 dB).
 *   <li>k = 1016, n = 2000, -1.19 dB (Eb/N0 1.75 dB): {@code LDPC5GDecoder} of Sionna 2.2.0 with
 *       {@code cn_update="offset-minsum"} and 20 flooding iterations, run at -1.3 dB (114 of 3500
 *       blocks failed) and -1.1 dB (31 of 8000). The two published curves are 1.1 dB from the
 *       normal approximation, which would put this one at -1.11 dB.
 * </ul>
 *
 * <p>The criterion is 1e-2 within 0.4 dB of the reference; the points are at 0.2 dB. A decoder of
 * block error rate 1e-2 there would pass with a probability of at most 0.003 (binomial law); ours,
 * below 1.5e-3, is refused with at most 0.002. Seeds are fixed, so the verdict never changes.
 */
final class BlockErrorRateTest {
  private static final long SEED = 3_824;

  private static final int MAX_ITERATIONS = 10;

  @ParameterizedTest
  @CsvSource({
    "496, 1024, -0.82, 2500, 10",
    "1000, 2000, -0.99, 2500, 10",
    "6120, 12288, -1.32, 1000, 2"
  })
  void isBelowOnePercentWherePublishedDecodersAre(
      int payloadBits, int codedBits, double esN0Db, int blocks, int mostFailures) {
    assertThat(failures(payloadBits, codedBits, esN0Db, blocks)).isLessThanOrEqualTo(mostFailures);
  }

  /**
   * No code of this length and rate has a block error rate of 1e-2 at these SNRs, by the normal
   * approximation for the binary-input channel (Y. Polyanskiy, H. V. Poor and S. Verdu, "Channel
   * coding rate in the finite blocklength regime", IEEE Trans. Inf. Theory 56(5), 2010, DOI
   * 10.1109/TIT.2010.2043769): a decoder that did well here would be fed too little noise.
   */
  @ParameterizedTest
  @CsvSource({"496, 1024, -2.13", "1000, 2000, -2.21", "6120, 12288, -2.61"})
  void failsBeyondTheFiniteLengthBound(int payloadBits, int codedBits, double esN0Db) {
    assertThat(failures(payloadBits, codedBits, esN0Db, 100)).isGreaterThan(50);
  }

  private static int failures(int payloadBits, int codedBits, double esN0Db, int blocks) {
    TransportBlockCode code = TransportBlockCode.of(payloadBits, 0.5);
    LdpcDecoder decoder = new LdpcDecoder();
    Random random = new Random(SEED);
    int failures = 0;
    for (int i = 0; i < blocks; i++) {
      AwgnBlock block = new AwgnBlock(code, random);
      block.send(0, codedBits, esN0Db);
      LdpcDecoder.Result result = decoder.decode(code, block.soft(), MAX_ITERATIONS);
      if (!Arrays.equals(result.payload(), block.payload())) {
        failures++;
      }
    }
    return failures;
  }
}
