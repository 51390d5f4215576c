package io.semlink.codec.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  @ParameterizedTest
  @CsvSource({"64, 48, 20, 31", "20, 31, 64, 48", "33, 33, 33, 33", "500, 2, 3, 7"})
  void constantStaysConstant(int width, int height, int newWidth, int newHeight) {
    float[] flat = new float[width * height];
    java.util.Arrays.fill(flat, 0.37f);
    for (float v : Resampler.resample(flat, 1, width, height, newWidth, newHeight)) {
      assertThat(v).isCloseTo(0.37f, within(1e-6f));
    }
  }

  @Test
  void sameSizeIsTheIdentity() {
    float[] ramp = new float[35];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i * i;
    }
    assertThat(Resampler.resample(ramp, 1, 7, 5, 7, 5)).containsExactly(ramp);
  }

  @Test
  void aRampKeepsItsPlace() {
    float[] ramp = new float[64];
    for (int i = 0; i < 64; i++) {
      ramp[i] = i;
    }
    float[] half = Resampler.resample(ramp, 1, 64, 1, 32, 1);
    for (int i = 2; i < 30; i++) {
      assertThat(half[i]).isCloseTo(2 * i + 0.5f, within(1e-4f));
    }
  }

  @Test
  void fineStripesDoNotAlias() {
    float[] stripes = new float[96];
    for (int i = 0; i < 96; i++) {
      stripes[i] = i % 2;
    }
    float[] small = Resampler.resample(stripes, 1, 96, 1, 24, 1);
    for (int i = 2; i < 22; i++) {
      assertThat(small[i]).isCloseTo(0.5f, within(0.05f));
    }
  }
}
