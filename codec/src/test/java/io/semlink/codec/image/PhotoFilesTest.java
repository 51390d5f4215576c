package io.semlink.codec.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of many kinds, written by Pillow 13 from one picture of 48x32 pixels. */
class PhotoFilesTest {
  private static final long SEED = 11;

  @ParameterizedTest
  @CsvSource({
    "turned.png, upright.png, 0",
    "turned.webp, upright.png, 0",
    "turned.jpg, upright.png, 3",
    "progressive.jpg, upright.png, 3",
    "cmyk.jpg, upright.png, 4",
    "lossy.webp, upright.png, 7",
    "alpha.webp, alpha-over-white.png, 0.5",
    "grey-alpha.png, grey-alpha-over-white.png, 0.5"
  })
  void isThePictureThatItsFileMeans(String name, String reference, double meanDifference)
      throws IOException {
    Photo photo = PhotoReader.read(file(name));
    Photo expected = PhotoReader.read(file(reference));
    assertThat(photo.width()).isEqualTo(48);
    assertThat(photo.height()).isEqualTo(32);
    double sum = 0;
    for (int i = 0; i < photo.rgb().length; i++) {
      sum += Math.abs((photo.rgb()[i] & 0xFF) - (expected.rgb()[i] & 0xFF));
    }
    assertThat(sum / photo.rgb().length).isLessThanOrEqualTo(meanDifference);
  }

  @Test
  void damageOfEveryFormatEndsInTheOneException() throws IOException {
    Random random = new Random(SEED);
    int refused = 0;
    for (String name :
        List.of("turned.png", "turned.webp", "turned.jpg", "cmyk.jpg", "lossy.webp")) {
      byte[] whole = file(name);
      for (int i = 0; i < 200; i++) {
        byte[] damaged =
            Arrays.copyOf(whole, i % 4 == 0 ? random.nextInt(whole.length) : whole.length);
        for (int j = random.nextInt(4); j >= 0 && damaged.length > 0; j--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try {
          PhotoReader.read(damaged);
        } catch (ImageException e) {
          assertThat(e).as("seed %d", SEED).hasMessageNotContaining("null");
          refused++;
        }
      }
    }
    assertThat(refused).as("seed %d", SEED).isGreaterThan(200);
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = PhotoFilesTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
