package io.semlink.receiver.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.image.Photo;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Received pixels are kept, and generated ones meet them without a step. */
class ComposerTest {
  @ParameterizedTest
  @CsvSource({"64,64,1", "100,75,2", "33,250,3", "512,40,4", "32,32,5", "17,1000,6"})
  void receivedPixelsAreExactlyTheDecoders(int width, int height, long seed) {
    Photo decoded = Pictures.random(width, height, seed);
    Provenance provenance = Pictures.randomCells(width, height, 0.5, seed);
    WorkingSize size = WorkingSize.of(width, height, 64, 16);
    KnownPicture known = KnownPicture.reduce(decoded, provenance, size);
    float[] generated = new GaussianNoise(seed).array(3 * size.pixels());
    Photo composed = Composer.compose(decoded, provenance, known, generated);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (provenance.isReceived(x, y)) {
          int at = 3 * (y * width + x);
          assertThat(Arrays.copyOfRange(composed.rgb(), at, at + 3))
              .isEqualTo(Arrays.copyOfRange(decoded.rgb(), at, at + 3));
        }
      }
    }
  }

  @Test
  void aConstantOffsetOfTheGeneratedPartVanishes() {
    // The left half is a ramp that was received, the right half goes on but 0.3 too bright.
    int width = 32;
    KnownPicture known = Pictures.leftHalfKnown(width, 32, 1);
    float[] truth = new float[3 * width * 32];
    float[] picture = new float[truth.length];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = -0.5f + 0.02f * (i % width);
      picture[i] = known.mask()[i % (width * 32)] == 1 ? truth[i] : truth[i] + 0.3f;
    }
    float[] corrected = BorderCorrection.apply(picture, known);
    for (int i = 0; i < truth.length; i++) {
      assertThat(corrected[i]).isCloseTo(truth[i], within(1e-3f));
    }
  }

  @Test
  void correctionTouchesOnlyGeneratedPixelsAndStaysInRange() {
    KnownPicture known = Pictures.leftHalfKnown(32, 32, 3);
    float[] picture = known.rgb().clone();
    Arrays.fill(picture, 0, 5, 0.9f);
    float[] corrected = BorderCorrection.apply(picture, known);
    for (int i = 0; i < picture.length; i++) {
      assertThat(corrected[i]).isBetween(-1f, 1f);
      if (known.mask()[i % 1024] == 1) {
        assertThat(corrected[i]).isEqualTo(picture[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutABorderThereIsNothingToCorrect(boolean allKnown) {
    float[] mask = new float[256];
    Arrays.fill(mask, allKnown ? 1 : 0);
    float[] picture = new float[768];
    Arrays.fill(picture, 0.25f);
    KnownPicture known = new KnownPicture(new WorkingSize(16, 16), picture, mask);
    assertThat(BorderCorrection.apply(picture, known)).isEqualTo(picture);
  }

  @Test
  void pullPushReproducesAConstantFromScatteredValues() {
    float[] sum = new float[31 * 17];
    float[] weight = new float[sum.length];
    for (int i = 0; i < sum.length; i += 23) {
      weight[i] = 2;
      sum[i] = 2 * 0.7f;
    }
    for (float value : BorderCorrection.pullPush(sum, weight, 31, 17)) {
      assertThat(value).isCloseTo(0.7f, within(1e-5f));
    }
  }

  @Test
  void bicubicReproducesLinesAndLeavesEqualSizesAlone() {
    float[] line = new float[40];
    for (int i = 0; i < line.length; i++) {
      line[i] = 0.1f * i;
    }
    Bicubic same = Bicubic.axis(40, 40);
    Bicubic up = Bicubic.axis(40, 160);
    Bicubic down = Bicubic.axis(40, 10);
    assertThat(same.at(line, 0, 1, 7)).isEqualTo(line[7]);
    assertThat(up.at(line, 0, 1, 80)).isCloseTo(0.1f * (80.5f / 4 - 0.5f), within(1e-5f));
    assertThat(down.at(line, 0, 1, 5)).isCloseTo(0.1f * (5.5f * 4 - 0.5f), within(1e-5f));
  }
}
