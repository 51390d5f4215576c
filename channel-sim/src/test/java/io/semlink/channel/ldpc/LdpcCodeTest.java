package io.semlink.channel.ldpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Encoder and decoder at every lifting size of both base graphs, without filler bits. */
final class LdpcCodeTest {
  private static final long SEED = 38_212;

  private static final int MAX_ITERATIONS = 20;

  /** No filler: a range of bits that is empty. */
  private static final int NO_FILLER = 0;

  static Stream<Arguments> everyCode() {
    return Arrays.stream(BaseGraph.values())
        .flatMap(
            graph ->
                IntStream.rangeClosed(2, LiftingSizes.LARGEST)
                    .filter(size -> LiftingSizes.setOf(size) >= 0)
                    .mapToObj(size -> Arguments.of(graph, size)));
  }

  @Test
  void thereAre102Codes() {
    assertThat(everyCode()).hasSize(102);
  }

  @ParameterizedTest
  @MethodSource("everyCode")
  void codewordsAreSystematicAndSatisfyEveryCheck(BaseGraph graph, int size) {
    LdpcCode code = LdpcCode.of(graph, size);
    byte[] codeword = randomCodeword(code, new Random(SEED));

    byte[] information = Arrays.copyOf(codeword, code.informationBits());
    assertThat(information).isEqualTo(randomInformation(code, new Random(SEED)));
    byte[] syndrome = new byte[graph.rows() * size];
    for (BaseGraph.Entry entry : graph.entries()) {
      for (int z = 0; z < size; z++) {
        int lane = (z + entry.shifts().get(LiftingSizes.setOf(size))) % size;
        syndrome[entry.row() * size + z] ^= codeword[entry.column() * size + lane];
      }
    }
    assertThat(syndrome).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("everyCode")
  void decodesWithoutNoise(BaseGraph graph, int size) {
    assertThatDecodes(graph, size, 0.0);
  }

  /** At Es/N0 = 2 dB, where one received bit in 27 is wrong. */
  @ParameterizedTest
  @MethodSource("everyCode")
  void decodesWithNoise(BaseGraph graph, int size) {
    assertThatDecodes(graph, size, StrictMath.sqrt(0.5 * StrictMath.pow(10.0, -0.2)));
  }

  @Test
  void otherSizesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LdpcCode.of(BaseGraph.BG1, 17))
        .withMessageContaining("17");
    assertThatIllegalArgumentException().isThrownBy(() -> LdpcCode.of(BaseGraph.BG2, 385));
  }

  private static void assertThatDecodes(BaseGraph graph, int size, double sigma) {
    LdpcCode code = LdpcCode.of(graph, size);
    Random random = new Random(SEED);
    byte[] codeword = randomCodeword(code, random);
    float[] llrs = new float[code.length() - 2 * size];
    double variance = Math.max(sigma * sigma, 0.1);
    int wrong = 0;
    for (int i = 0; i < llrs.length; i++) {
      double received = 1.0 - 2.0 * codeword[2 * size + i] + sigma * random.nextGaussian();
      llrs[i] = (float) (2.0 * received / variance);
      wrong += (llrs[i] < 0.0f ? 1 : 0) ^ codeword[2 * size + i];
    }
    LayeredMinSum minSum = new LayeredMinSum();
    int iterations = minSum.run(code, llrs, NO_FILLER, NO_FILLER, MAX_ITERATIONS);

    assertThat(iterations).isLessThan(MAX_ITERATIONS);
    int[] posteriors = new int[code.length()];
    minSum.posteriors(code, posteriors);
    byte[] decided = new byte[code.length()];
    for (int i = 0; i < decided.length; i++) {
      decided[i] = (byte) (posteriors[i] >>> 31);
    }
    assertThat(decided).isEqualTo(codeword);
    if (sigma > 0.0 && llrs.length > 200) {
      assertThat(wrong).isGreaterThan(llrs.length / 100);
    }
  }

  private static byte[] randomCodeword(LdpcCode code, Random random) {
    byte[] codeword = Arrays.copyOf(randomInformation(code, random), code.length());
    code.encode(codeword);
    return codeword;
  }

  private static byte[] randomInformation(LdpcCode code, Random random) {
    byte[] information = new byte[code.informationBits()];
    for (int i = 0; i < information.length; i++) {
      information[i] = (byte) random.nextInt(2);
    }
    return information;
  }
}
