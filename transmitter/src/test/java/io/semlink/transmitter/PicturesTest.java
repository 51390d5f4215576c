package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.mask.KeepMask;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private static final int CELL = 16;

  @Test
  void maskIsWhiteWhereCellsAreKept() {
    KeepMask mask = new KeepMask(1, 3, new boolean[] {true, false, true});
    Photo picture = Pictures.mask(40, 10, mask, CELL);
    assertThat(brightness(picture, 0, 9)).isEqualTo(255);
    assertThat(brightness(picture, 15, 0)).isEqualTo(255);
    assertThat(brightness(picture, 16, 0)).isZero();
    assertThat(brightness(picture, 39, 9)).isEqualTo(255);
  }

  @Test
  void heatGrowsBrighterWithImportance() {
    Photo grey = new Photo(48, 16, new byte[3 * 48 * 16]);
    ImportanceMap map = new ImportanceMap(1, 3, new float[] {0, 0.5f, 1});
    Photo picture = Pictures.importance(grey, map, CELL);
    assertThat(brightness(picture, 0, 0)).isLessThan(brightness(picture, 20, 0));
    assertThat(brightness(picture, 20, 0)).isLessThan(brightness(picture, 40, 0));
  }

  private static int brightness(Photo photo, int x, int y) {
    int at = 3 * (y * photo.width() + x);
    int sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += Byte.toUnsignedInt(photo.rgb()[at + c]);
    }
    return sum / 3;
  }
}
