package io.semlink.channel.ldpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LdpcDecoderTest {
  private static final long SEED = 20_180_301;

  private final LdpcDecoder decoder = new LdpcDecoder();

  /** Payloads with much, little and no filler, by both graphs, at rates that send few rows. */
  @ParameterizedTest
  @CsvSource({
    "8, 0.2, 1.0",
    "104, 0.5, 3.0",
    "600, 0.9, 7.0",
    "1000, 0.333, -2.0",
    "3824, 0.6, 1.5",
    "3832, 0.8, 4.0",
    "8424, 0.5, 0.0",
    "8424, 0.95, 8.0"
  })
  void oneDecoderServesAllCodes(int payloadBits, double codeRate, double esN0Db) {
    TransportBlockCode code = TransportBlockCode.of(payloadBits, codeRate);
    AwgnBlock block = new AwgnBlock(code, new Random(SEED));
    block.send(0, (int) Math.ceil((payloadBits + code.crcBits()) / codeRate), esN0Db);

    LdpcDecoder.Result result =
        decoder.decode(code, block.soft(), LdpcDecoder.DEFAULT_MAX_ITERATIONS);

    assertThat(result.crcOk()).isTrue();
    assertThat(result.payload()).isEqualTo(block.payload());
    assertThat(result.iterations()).isLessThan(LdpcDecoder.DEFAULT_MAX_ITERATIONS);
  }

  /**
   * At Es/N0 = -3.5 dB rate 1/2 is above capacity: no first round can be decoded. With version 2
   * the rate is 1/4, and all blocks are.
   */
  @Test
  void secondRoundRepairsWhatTheFirstLeft() {
    TransportBlockCode code = TransportBlockCode.of(1000, 0.5);
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      AwgnBlock block = new AwgnBlock(code, random);
      block.send(0, 2000, -3.5);
      assertThat(decoder.decode(code, block.soft(), 20).crcOk()).isFalse();
      block.send(2, 2000, -3.5);
      LdpcDecoder.Result result = decoder.decode(code, block.soft(), 20);
      assertThat(result.crcOk()).isTrue();
      assertThat(result.payload()).isEqualTo(block.payload());
    }
  }

  /** The same version twice is 3 dB better than once: chase combining. */
  @Test
  void repetitionAddsUp() {
    TransportBlockCode code = TransportBlockCode.of(1000, 0.5);
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      AwgnBlock block = new AwgnBlock(code, random);
      block.send(0, 2000, -3.2);
      assertThat(decoder.decode(code, block.soft(), 20).crcOk()).isFalse();
      block.send(0, 2000, -3.2);
      assertThat(decoder.decode(code, block.soft(), 20).crcOk()).isTrue();
    }
  }

  @Test
  void anySoftBufferOfTheSameCodeIsDecoded() {
    AwgnBlock block = new AwgnBlock(TransportBlockCode.of(1000, 0.5), new Random(SEED));
    block.send(0, 2000, 3.0);
    TransportBlockCode same = TransportBlockCode.of(1000, 0.6);
    assertThat(decoder.decode(same, block.soft(), 20).crcOk()).isTrue();
    TransportBlockCode other = TransportBlockCode.of(1008, 0.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.decode(other, block.soft(), 20))
        .withMessageContaining("another code");
  }

  @Test
  void nothingReceivedIsNothingDecoded() {
    TransportBlockCode code = TransportBlockCode.of(1000, 0.5);
    assertThat(decoder.decode(code, code.softBuffer(), 20).crcOk()).isFalse();
    SoftBuffer faded = code.softBuffer();
    faded.combine(new float[2000], 2000, 0, 2);
    assertThat(decoder.decode(code, faded, 20).crcOk()).isFalse();
  }

  /** Huge and infinite ratios, added again and again, stay within what the decoder can hold. */
  @Test
  void extremeRatiosDoNotOverflow() {
    TransportBlockCode code = TransportBlockCode.of(8424, 0.9);
    byte[] payload = new byte[code.payloadBits() / 8];
    new Random(SEED).nextBytes(payload);
    byte[] bits = code.select(code.encode(payload), 0, 40_000, 8);
    float[] llrs = new float[bits.length];
    float[] sizes = {Float.MAX_VALUE, Float.POSITIVE_INFINITY, 1.0e4f};
    for (int i = 0; i < bits.length; i++) {
      llrs[i] = (1 - 2 * bits[i]) * sizes[i % 3];
    }
    SoftBuffer soft = code.softBuffer();
    for (int round = 0; round < 20; round++) {
      soft.combine(llrs, llrs.length, 0, 8);
    }
    LdpcDecoder.Result result = decoder.decode(code, soft, 50);
    assertThat(result.crcOk()).isTrue();
    assertThat(result.payload()).isEqualTo(payload);
  }

  @Test
  void sameInputGivesSameOutput() {
    TransportBlockCode code = TransportBlockCode.of(1000, 0.5);
    AwgnBlock block = new AwgnBlock(code, new Random(SEED));
    block.send(0, 2000, -2.5);
    LdpcDecoder.Result first = decoder.decode(code, block.soft(), 10);
    AwgnBlock between = new AwgnBlock(TransportBlockCode.of(8424, 0.5), new Random(SEED));
    between.send(0, 16_848, -1.0);
    decoder.decode(TransportBlockCode.of(8424, 0.5), between.soft(), 10);
    LdpcDecoder.Result second = decoder.decode(code, block.soft(), 10);
    assertThat(Arrays.equals(first.payload(), second.payload())).isTrue();
    assertThat(second.iterations()).isEqualTo(first.iterations());
  }

  @Test
  void badArgumentsAreRefused() {
    TransportBlockCode code = TransportBlockCode.of(1000, 0.5);
    SoftBuffer soft = code.softBuffer();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.decode(code, soft, 0))
        .withMessageContaining("maxIterations");
    float[] llrs = {1.0f, Float.NaN};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> soft.combine(llrs, 2, 0, 1))
        .withMessageContaining("ratio 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> soft.combine(llrs, 3, 0, 1))
        .withMessageContaining("count");
  }
}
