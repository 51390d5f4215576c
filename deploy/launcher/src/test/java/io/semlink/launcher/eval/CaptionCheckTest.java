package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.ImportanceMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A red and a blue half; what matters lies in the red left one. */
class CaptionCheckTest {
  private static CaptionCheck check(String caption) {
    byte[] rgb = new byte[3 * 64 * 32];
    for (int i = 0; i < 64 * 32; i++) {
      rgb[3 * i + (i % 64 < 32 ? 0 : 2)] = (byte) 220;
    }
    ImportanceMap map = new ImportanceMap(2, 4, new float[] {1, 0.6f, 0, 0.2f, 1, 0.5f, 0.4f, 0});
    return new CaptionCheck(new Photo(64, 32, rgb), map, caption);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a photo of a tench, on the left, red | true | true",
        "a photo, on the left | true | true",
        "a photo of a blue right bird, on the left, red | true | true",
        "a photo of a tench, on the right, red | false | true",
        "a photo of a tench, in the centre, red | false | true",
        "a photo of a tench, at the top left, red | false | true",
        "a photo of a tench, on the left, red and blue | true | false",
      })
  void wordsAreHeldAgainstThePhoto(String caption, boolean place, boolean colours) {
    assertThat(check(caption).placeFits()).isEqualTo(place);
    assertThat(check(caption).coloursFit()).isEqualTo(colours);
  }
}
