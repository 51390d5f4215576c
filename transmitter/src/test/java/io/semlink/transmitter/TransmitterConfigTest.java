package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransmitterConfigTest {
  private final TransmitterConfig defaults = Harness.config(7200);

  @Test
  void defaultsAreThoseDocumented() {
    assertThat(defaults.workers()).isBetween(1, 8);
    assertThat(defaults.queueCapacity()).isEqualTo(32);
    assertThat(defaults.maxBufferedBytes()).isEqualTo(256L << 20);
    assertThat(defaults.uploadTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(defaults.openTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(defaults.defaultScheme()).isEqualTo("CIE");
    assertThat(defaults.minMaskPsnrDb()).isZero();
    assertThat(defaults.marginDb()).isZero();
  }

  @Test
  void wrongValuesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withWorkers(0, 1))
        .withMessageContaining("workers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withWorkers(1, 0))
        .withMessageContaining("queueCapacity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withTimeouts(Duration.ZERO, Duration.ofSeconds(1)))
        .withMessageContaining("uploadTimeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
        .withMessageContaining("openTimeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withDefaults(" ", 0))
        .withMessageContaining("defaultScheme");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withDefaults("CIE", Double.NaN))
        .withMessageContaining("minMaskPsnrDb");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withMarginDb(41))
        .withMessageContaining("marginDb");
  }
}
