package io.semlink.codec.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymbolCoderTest {
  private static final long SEED = 20251121;
  private static final EntropyTables TABLES = TestTables.gaussians(0.2, 0.7, 3, 40);

  @Test
  void codeLengthIsWithinATenthOfAPercentOfTheIdeal() {
    Random random = new Random(SEED);
    double[] sigma = {0.2, 0.7, 3, 40};
    SymbolEncoder encoder = new SymbolEncoder(TABLES);
    double ideal = 0;
    int[] symbols = new int[100_000];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = (int) Math.rint(sigma[i % 4] * random.nextGaussian());
      ideal += TABLES.costBits(i % 4, symbols[i]);
      encoder.put(i % 4, symbols[i]);
    }
    byte[] coded = encoder.finish();
    assertThat(8.0 * coded.length / ideal).as("seed %d", SEED).isCloseTo(1, within(0.001));
    SymbolDecoder decoder = new SymbolDecoder(TABLES, coded);
    for (int i = 0; i < symbols.length; i++) {
      assertThat(decoder.next(i % 4)).isEqualTo(symbols[i]);
    }
    decoder.finish();
  }

  @Test
  void shortStreamsOfEveryLengthComeBackAndCostThreeBytesMore() {
    Random random = new Random(SEED);
    for (int length = 0; length < 400; length++) {
      SymbolEncoder encoder = new SymbolEncoder(TABLES);
      int[] symbols = new int[length];
      double ideal = 0;
      for (int i = 0; i < length; i++) {
        symbols[i] = (int) Math.rint(2 * random.nextGaussian());
        encoder.put(i % 4, symbols[i]);
        ideal += TABLES.costBits(i % 4, symbols[i]);
      }
      byte[] coded = encoder.finish();
      assertThat(8.0 * coded.length).as("seed %d", SEED).isLessThan(ideal * 1.001 + 25);
      SymbolDecoder decoder = new SymbolDecoder(TABLES, coded);
      for (int i = 0; i < length; i++) {
        assertThat(decoder.next(i % 4)).as("seed %d", SEED).isEqualTo(symbols[i]);
      }
      decoder.finish();
    }
  }

  @Test
  void escapesComeBackAndCostWhatIsSaid() {
    int[] symbols = {1, -2, 300, -1, -70_000, 0, Escape.MAX_MAGNITUDE, -Escape.MAX_MAGNITUDE};
    SymbolEncoder encoder = new SymbolEncoder(TABLES);
    double ideal = 0;
    for (int symbol : symbols) {
      encoder.put(0, symbol);
      ideal += TABLES.costBits(0, symbol);
    }
    byte[] coded = encoder.finish();
    assertThat(8.0 * coded.length).isBetween(ideal, ideal + 16 + 8);
    SymbolDecoder decoder = new SymbolDecoder(TABLES, coded);
    for (int symbol : symbols) {
      assertThat(decoder.next(0)).isEqualTo(symbol);
    }
    decoder.finish();
    assertThatThrownBy(() -> encoder.put(0, Escape.MAX_MAGNITUDE + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyStreamIsTheFirstStateAlone() {
    byte[] coded = new SymbolEncoder(TABLES).finish();
    assertThat(coded).containsExactly(1, 0, 0);
    new SymbolDecoder(TABLES, coded).finish();
  }

  @Test
  void garbageEndsInTheOneException() {
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] garbage = new byte[random.nextInt(40)];
      random.nextBytes(garbage);
      try {
        SymbolDecoder decoder = new SymbolDecoder(TABLES, garbage);
        for (int j = 0; j < 200; j++) {
          assertThat(Math.abs(decoder.next(j % 4))).isLessThanOrEqualTo(Escape.MAX_MAGNITUDE);
        }
        decoder.finish();
      } catch (DecodeException e) {
        refused++;
        assertThat(e.offset()).isBetween(0L, 42L);
      }
    }
    assertThat(refused).as("seed %d", SEED).isEqualTo(3000);
  }

  @Test
  void aCutStreamIsNoticed() {
    SymbolEncoder encoder = new SymbolEncoder(TABLES);
    for (int i = 0; i < 500; i++) {
      encoder.put(3, i % 40 - 20);
    }
    byte[] coded = encoder.finish();
    SymbolDecoder decoder = new SymbolDecoder(TABLES, Arrays.copyOf(coded, coded.length - 2));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 500; i++) {
                decoder.next(3);
              }
              decoder.finish();
            })
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void tablesThatDoNotSumAreRefused() {
    assertThatThrownBy(() -> new FrequencyTable(0, new int[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EntropyTables.parse(new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
