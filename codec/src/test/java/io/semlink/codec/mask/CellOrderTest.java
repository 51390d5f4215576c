package io.semlink.codec.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CellOrderTest {
  @Test
  void theHeartComesBeforeTheRim() {
    // Three by three kept in the middle of five by five.
    boolean[] kept = new boolean[25];
    for (int y = 1; y <= 3; y++) {
      for (int x = 1; x <= 3; x++) {
        kept[5 * y + x] = true;
      }
    }
    assertThat(CellOrder.of(new KeepMask(5, 5, kept)))
        .containsExactly(12, 6, 7, 8, 11, 13, 16, 17, 18);
  }

  @Test
  void holdsEveryKeptCellOnce() {
    KeepMask mask = MaskCoderTest.disc(20, 31, 9);
    int[] order = CellOrder.of(mask);
    assertThat(order).hasSize(mask.count()).doesNotHaveDuplicates();
    assertThat(Arrays.stream(order).allMatch(mask::isKept)).isTrue();
  }

  @Test
  void nothingKeptIsNothingSent() {
    assertThat(CellOrder.of(KeepMask.uniform(4, 4, false))).isEmpty();
  }

  @Test
  void aWholePictureStartsInItsCentre() {
    assertThat(CellOrder.of(KeepMask.uniform(5, 5, true))[0]).isEqualTo(12);
  }
}
