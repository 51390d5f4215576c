package io.semlink.codec.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryCoderTest {
  private static final long SEED = 314;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.2, 0.9, 0.03, 0.998})
  void learnsTheProbabilityAndComesBack(double one) {
    Random random = new Random(SEED);
    boolean[] bits = new boolean[50_000];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = random.nextDouble() < one;
    }
    byte[] coded = encode(bits);
    assertThat(decode(coded, bits.length)).isEqualTo(bits);
    double entropy = -(one * log2(one) + (1 - one) * log2(1 - one));
    // An estimate from about a hundred events is noisy: that costs about a hundredth of a bit.
    assertThat(8.0 * coded.length / bits.length).as("seed %d", SEED).isLessThan(entropy + 0.02);
    assertThat(coded[0]).isGreaterThanOrEqualTo((byte) 0);
  }

  @Test
  void shortStreamsOfEveryLengthComeBack() {
    Random random = new Random(SEED);
    for (int length = 0; length < 300; length++) {
      boolean[] bits = new boolean[length];
      double one = random.nextDouble();
      for (int i = 0; i < length; i++) {
        bits[i] = random.nextDouble() < one;
      }
      assertThat(decode(encode(bits), length)).as("seed %d", SEED).isEqualTo(bits);
    }
  }

  @Test
  void whatIsNoStreamIsRefused() {
    assertThatThrownBy(() -> new BinaryDecoder(new byte[] {(byte) 0x80}))
        .isInstanceOf(DecodeException.class);
    byte[] longer = Arrays.copyOf(encode(new boolean[] {true, false, true}), 40);
    assertThatThrownBy(() -> decode(longer, 3)).isInstanceOf(DecodeException.class);
  }

  private static byte[] encode(boolean[] bits) {
    AdaptiveBit model = new AdaptiveBit(1 << 15);
    BinaryEncoder encoder = new BinaryEncoder();
    for (boolean bit : bits) {
      encoder.put(model, bit);
    }
    return encoder.finish();
  }

  private static boolean[] decode(byte[] coded, int length) {
    AdaptiveBit model = new AdaptiveBit(1 << 15);
    BinaryDecoder decoder = new BinaryDecoder(coded);
    boolean[] bits = new boolean[length];
    for (int i = 0; i < length; i++) {
      bits[i] = decoder.next(model);
    }
    decoder.finish();
    return bits;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
