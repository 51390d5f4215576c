package io.semlink.receiver.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.image.Photo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decoder's output at the denoiser's size, and the prompt in its words. */
class KnownPictureTest {
  @Test
  void averagesAreas() {
    byte[] rgb = new byte[3 * 32 * 32];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % 32;
      rgb[i] = (byte) (x % 2 == 0 ? 100 : 110);
    }
    KnownPicture known =
        KnownPicture.reduce(
            new Photo(32, 32, rgb), Pictures.uniform(32, 32, true), new WorkingSize(16, 16));
    assertThat(known.mask()).containsOnly(1);
    for (float value : known.rgb()) {
      assertThat(value).isCloseTo(105 / 127.5f - 1, within(1e-6f));
    }
  }

  @Test
  void leavesOutWhatWasNotReceivedAndCountsCoverage() {
    // 48 pixels to 32: a reduced pixel is 1.5 wide, so the border at 16 runs through one.
    Provenance left =
        new Provenance(
            48, 48, 16, new boolean[] {true, false, false, true, false, false, true, false, false});
    byte[] rgb = new byte[3 * 48 * 48];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 48 < 16 ? 200 : 7);
    }
    KnownPicture known = KnownPicture.reduce(new Photo(48, 48, rgb), left, new WorkingSize(32, 32));
    for (int x = 0; x < 32; x++) {
      // Pixel 10 spans 15 to 16.5: two thirds received, and only those give its colour.
      assertThat(known.mask()[x]).as("x %d", x).isEqualTo(x <= 10 ? 1 : 0);
      assertThat(known.rgb()[x])
          .as("x %d", x)
          .isCloseTo(x <= 10 ? 200 / 127.5f - 1 : 0, within(1e-6f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "512,512,128,128",
    "768,512,160,112",
    "512,768,112,160",
    "32,32,128,128",
    "4096,32,1024,16",
    "4096,4096,128,128",
    "500,375,144,112",
  })
  void workingSizeKeepsAreaAndAspect(int width, int height, int expectedWidth, int expectedHeight) {
    assertThat(WorkingSize.of(width, height, 128, 16))
        .isEqualTo(new WorkingSize(expectedWidth, expectedHeight));
  }

  @Test
  void provenanceCountsPixelsNotCells() {
    Provenance provenance = new Provenance(20, 16, 16, new boolean[] {true, false});
    assertThat(provenance.receivedFraction()).isEqualTo(0.8);
    assertThat(provenance.isReceived(15, 3)).isTrue();
    assertThat(provenance.isReceived(16, 3)).isFalse();
    assertThat(provenance.allReceived()).isFalse();
    assertThatThrownBy(() -> new Provenance(20, 16, 16, new boolean[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokensAreWordsOfTheVocabulary() {
    Tokeniser tokeniser = new Tokeniser(List.of("a", "photo", "of", "dog", "747"), 6);
    assertThat(tokeniser.encode("A photo, of THE-dog"))
        .containsExactly(2, 3, 4, Tokeniser.UNKNOWN, 5, Tokeniser.PADDING);
    assertThat(tokeniser.encode("")).containsOnly(0).hasSize(6);
    assertThat(tokeniser.encode("747 dog")).startsWith(6, 5, 0);
    assertThat(tokeniser.encode("a a a a a a a a")).hasSize(6).containsOnly(2);
  }
}
