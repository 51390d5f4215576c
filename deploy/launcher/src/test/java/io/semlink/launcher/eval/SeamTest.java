package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;
import org.junit.jupiter.api.Test;

class SeamTest {
  private static final KeepMask LEFT = new KeepMask(1, 2, new boolean[] {true, false});

  /** 32x16 pixels that rise by a slope, with a jump in the middle. */
  private static Photo ramp(int slope, int jump) {
    byte[] rgb = new byte[3 * 32 * 16];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % 32;
      rgb[i] = (byte) (slope * x + (x >= 16 ? jump : 0));
    }
    return new Photo(32, 16, rgb);
  }

  @Test
  void isTheJumpOverTheSlope() {
    Seam seam = Seam.of(ramp(2, 0), ramp(2, 6), LEFT);
    assertThat(seam.pairs()).isEqualTo(3 * 16);
    assertThat(seam.ratio()).isCloseTo(4, within(1e-12));
    assertThat(Seam.of(ramp(2, 0), ramp(2, 0), LEFT).ratio()).isEqualTo(1);
  }

  @Test
  void countsEveryPairOfEveryPhoto() {
    Seam sum = Seam.of(ramp(2, 0), ramp(2, 6), LEFT).plus(Seam.of(ramp(4, 0), ramp(4, 0), LEFT));
    assertThat(sum.ratio()).isCloseTo((8.0 + 4) / (2 + 4), within(1e-12));
    KeepMask corner = new KeepMask(2, 2, new boolean[] {true, false, false, false});
    Photo square = new Photo(32, 32, new byte[3 * 32 * 32]);
    assertThat(Seam.of(square, square, corner).pairs()).isEqualTo(3 * 32);
  }
}
