package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlainFillsTest {
  /** Left cell 100, right cell 200; the middle one is lost. */
  private static final KeepMask SIDES = new KeepMask(1, 3, new boolean[] {true, false, true});

  private static Photo received() {
    byte[] rgb = new byte[3 * 48 * 16];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % 48;
      rgb[i] = (byte) (x < 16 ? 100 : x < 32 ? 7 : 200);
    }
    return new Photo(48, 16, rgb);
  }

  private static int at(Photo photo, int x) {
    return Byte.toUnsignedInt(photo.rgb()[3 * (8 * photo.width() + x)]);
  }

  @Test
  void meanColourIsThatOfWhatWasReceived() {
    Photo filled = PlainFills.meanColour(received(), SIDES);
    assertThat(at(filled, 20)).isEqualTo(150);
    assertThat(at(filled, 3)).isEqualTo(100);
    assertThat(at(filled, 40)).isEqualTo(200);
  }

  @Test
  void harmonicFillRunsEvenlyFromSideToSide() {
    Photo filled = PlainFills.harmonic(received(), SIDES);
    for (int x = 15; x <= 32; x++) {
      assertThat(at(filled, x))
          .as("x %d", x)
          .isBetween(96 + (x - 15) * 100 / 17, 104 + (x - 15) * 100 / 17);
    }
  }

  @Test
  void receivedPixelsStayAsTheyAre() {
    byte[] other = new byte[3 * 48 * 16];
    Arrays.fill(other, (byte) 50);
    Photo composed = PlainFills.compose(received(), new Photo(48, 16, other), SIDES);
    assertThat(at(composed, 0)).isEqualTo(100);
    assertThat(at(composed, 16)).isEqualTo(50);
    assertThat(at(composed, 47)).isEqualTo(200);
  }
}
