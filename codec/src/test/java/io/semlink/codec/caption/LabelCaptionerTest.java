package io.semlink.codec.caption;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.Classification;
import io.semlink.codec.importance.ImportanceMap;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A green photo whose left third matters. */
class LabelCaptionerTest {
  private static String caption(String label, double probability) {
    byte[] rgb = new byte[3 * 48 * 48];
    for (int i = 1; i < rgb.length; i += 3) {
      rgb[i] = (byte) 160;
    }
    ImportanceMap map = new ImportanceMap(3, 3, new float[] {1, 0, 0, 1, 0, 0, 1, 0, 0});
    return new LabelCaptioner()
        .caption(
            new Photo(48, 48, rgb),
            new Classification(List.of(new Classification.Scored(label, probability)), map, label));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tench | 0.97 | a photo of a tench, on the left, green",
        "abyssinian cat | 0.5 | a photo of an abyssinian cat, on the left, green",
        "garbage truck | 0.49 | a photo, on the left, green",
        "church | 0.1 | a photo, on the left, green",
      })
  void aLabelIsNamedOnlyWhereItIsMoreLikelyRightThanWrong(
      String label, double probability, String expected) {
    assertThat(caption(label, probability)).isEqualTo(expected);
  }
}
