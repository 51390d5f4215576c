package io.semlink.channel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.channel.physics.NoFading;
import io.semlink.channel.physics.SnrSchedule;
import io.semlink.channel.physics.StateInformation;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkConfigTest {
  private static final LinkConfig DEFAULTS = LinkConfig.named("lab");

  @Test
  void defaultsAreThoseDocumented() {
    assertThat(DEFAULTS.bandwidthHz()).isEqualTo(1e6);
    assertThat(DEFAULTS.snr()).isEqualTo(new SnrSchedule.Constant(10));
    assertThat(DEFAULTS.sharing()).isEqualTo(Sharing.SEPARATE);
    assertThat(DEFAULTS.fading()).isEqualTo(new NoFading());
    assertThat(DEFAULTS.coherenceTime()).isEqualTo(Duration.ofMillis(100));
    assertThat(DEFAULTS.seed()).isEqualTo(1);
    assertThat(DEFAULTS.pacing()).isEqualTo(Pacing.ACCOUNTED);
    assertThat(DEFAULTS.propagationDelay()).isZero();
    assertThat(DEFAULTS.stateInformation()).isEqualTo(new StateInformation.Perfect());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Lab", "-lab", "a b", "a/b", "lab\n"})
  void namesAreRefused(String name) {
    refused("name", () -> LinkConfig.named(name));
  }

  @Test
  void valuesOutOfRangeAreRefusedByField() {
    refused("bandwidth_hz", () -> DEFAULTS.withBandwidthHz(0));
    refused("bandwidth_hz", () -> DEFAULTS.withBandwidthHz(Double.POSITIVE_INFINITY));
    refused("bandwidth_hz", () -> DEFAULTS.withBandwidthHz(Double.NaN));
    refused("snr_db", () -> DEFAULTS.withSnrDb(Double.NaN));
    refused("snr_db", () -> DEFAULTS.withSnrDb(101));
    refused("fading.coherence_time", () -> DEFAULTS.withCoherenceTime(Duration.ZERO));
    refused("fading.coherence_time", () -> DEFAULTS.withCoherenceTime(Duration.ofHours(2)));
    refused("propagation_delay", () -> DEFAULTS.withPropagationDelay(Duration.ofNanos(-1)));
  }

  @ParameterizedTest
  @EnumSource(Preset.class)
  void presetsAreFoundByTheirLabelAndKeepNameAndSeed(Preset preset) {
    LinkConfig config = Preset.of(preset.label()).config("north", 7);

    assertThat(config.name()).isEqualTo("north");
    assertThat(config.seed()).isEqualTo(7);
    assertThat(preset.description()).endsWith(".");
  }

  @Test
  void unknownPresetIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> Preset.of("moon"))
        .isInstanceOf(InvalidLinkException.class)
        .hasMessageContaining("moon")
        .hasMessageContaining("deep-fade");
  }

  private static void refused(String field, ThrowingCallable making) {
    assertThatThrownBy(making)
        .isInstanceOfSatisfying(
            InvalidLinkException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
