package io.semlink.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  /** T B log2(1 + SNR) by hand: the paper's 1 MHz for 512x512 pixels. */
  @ParameterizedTest
  @CsvSource({"-2, 20, 14114", "0, 20, 20000", "10, 20, 69188", "-1, 30, 25303", "6, 30, 69493"})
  void theLinkCarriesWhatShannonSays(double snrDb, double limitMs, long bits) {
    assertThat((double) settings(512).budget(snrDb, limitMs).bits()).isCloseTo(bits, within(1.0));
  }

  @Test
  void smallerPhotosGetAsManyBitsPerPixel() {
    assertThat((double) settings(256).budget(10, 20).bits())
        .isCloseTo(settings(512).budget(10, 20).bits() / 4.0, within(1.0));
    assertThat(settings(512).atMost(256)).isEqualTo(settings(256));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> settings(8)).hasMessageContaining("8");
  }

  private static Settings settings(int side) {
    return new Settings(Settings.Grid.FULL, side, 1, Path.of("examples"));
  }
}
