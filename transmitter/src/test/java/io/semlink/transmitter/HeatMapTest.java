package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  @Test
  void growsBrighterWithImportanceWithoutSteps() {
    Photo black = new Photo(48, 16, new byte[3 * 48 * 16]);
    ImportanceMap map = new ImportanceMap(1, 3, new float[] {0, 0.5f, 1});
    Photo picture = HeatMap.draw(black, map);
    for (int x = 1; x < 48; x++) {
      int rise = brightness(picture, x) - brightness(picture, x - 1);
      assertThat(rise).as("at column " + x).isBetween(-1, 12);
    }
    assertThat(brightness(picture, 47)).isGreaterThan(brightness(picture, 0) + 100);
  }

  @Test
  void photoShowsThrough() {
    byte[] rgb = new byte[3 * 32 * 32];
    rgb[3 * 40] = rgb[3 * 40 + 1] = rgb[3 * 40 + 2] = (byte) 255;
    float[] flat = {1, 1, 1, 1};
    Photo picture = HeatMap.draw(new Photo(32, 32, rgb), new ImportanceMap(2, 2, flat));
    assertThat(brightness(picture, 40)).isGreaterThan(brightness(picture, 41) + 50);
  }

  private static int brightness(Photo photo, int pixel) {
    int sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += Byte.toUnsignedInt(photo.rgb()[3 * pixel + c]);
    }
    return sum / 3;
  }
}
