package io.semlink.codec.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.codec.entropy.DecodeException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskCoderTest {
  private static final long SEED = 42;

  @Test
  void everyMaskComesBack() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 500; trial++) {
      int rows = 1 + random.nextInt(40);
      int columns = 1 + random.nextInt(40);
      double density = random.nextDouble();
      boolean[] kept = new boolean[rows * columns];
      for (int i = 0; i < kept.length; i++) {
        kept[i] = random.nextDouble() < density;
      }
      KeepMask mask = new KeepMask(rows, columns, kept);
      assertThat(MaskCoder.decode(MaskCoder.encode(mask), rows, columns))
          .as("seed %d, trial %d", SEED, trial)
          .isEqualTo(mask);
    }
  }

  @Test
  void aBlobOfAFifthCostsAFractionOfTheRawMask() {
    byte[] coded = MaskCoder.encode(disc(32, 32, 8));
    assertThat(coded).hasSizeLessThan(30); // raw: 128 bytes
  }

  @Test
  void allAndNothingCostOneByte() {
    assertThat(MaskCoder.encode(KeepMask.uniform(32, 32, true))).hasSize(1);
    assertThat(MaskCoder.encode(KeepMask.uniform(32, 32, false))).hasSize(1);
  }

  /** Three dropped, two kept, one dropped; a run of 255 continues in the next byte. */
  @Test
  void runsAreReadAsDocumented() {
    assertThat(MaskCoder.decode(new byte[] {2, 3, 2, 1}, 2, 3))
        .isEqualTo(new KeepMask(2, 3, new boolean[] {false, false, false, true, true, false}));
    assertThat(MaskCoder.decode(new byte[] {2, (byte) 255, 45, 100}, 20, 20).count())
        .isEqualTo(100);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> MaskCoder.decode(new byte[0], 2, 2))
        .isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> MaskCoder.decode(new byte[] {9}, 2, 2))
        .isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> MaskCoder.decode(new byte[] {2, 3, 9}, 2, 2))
        .isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> MaskCoder.decode(new byte[] {2, 3}, 2, 2))
        .isInstanceOf(DecodeException.class);
  }

  static KeepMask disc(int rows, int columns, double radius) {
    boolean[] kept = new boolean[rows * columns];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Math.hypot(i / columns - rows / 2.0, i % columns - columns / 2.0) < radius;
    }
    return new KeepMask(rows, columns, kept);
  }
}
