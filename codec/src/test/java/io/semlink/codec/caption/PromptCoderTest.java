package io.semlink.codec.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptCoderTest {
  private final PromptCoder coder =
      new PromptCoder("golden silver tench parachute, in the centre, green and grey a photo of a ");

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a photo of a tench, in the centre, green and grey", "Grüße 🛰"})
  void comesBack(String prompt) {
    assertThat(coder.decode(coder.encode(prompt))).isEqualTo(prompt);
  }

  @Test
  void theDictionaryMakesUsualSentencesShort() {
    String usual = "a photo of a parachute, in the centre, green and grey";
    assertThat(coder.encode(usual)).hasSizeLessThan(16);
  }

  @Test
  void refusesWhatIsTooLong() {
    String letters = "é".repeat(PromptCoder.MAX_BYTES);
    assertThatThrownBy(() -> coder.encode(letters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2000 bytes");
  }

  @Test
  void garbageIsRefusedOrGivesABoundedText() {
    long seed = 5;
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] garbage = new byte[random.nextInt(64)];
      random.nextBytes(garbage);
      if (garbage.length > 0) {
        garbage[0] = (byte) random.nextInt(3);
      }
      try {
        assertThat(coder.decode(garbage).length()).isLessThanOrEqualTo(PromptCoder.MAX_BYTES);
      } catch (IllegalArgumentException expected) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(1000);
  }

  @Test
  void aCutPromptIsRefused() {
    byte[] whole = coder.encode("a photo of a parachute at the top left, green and grey and so on");
    assertThatThrownBy(() -> coder.decode(Arrays.copyOf(whole, whole.length - 3)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
