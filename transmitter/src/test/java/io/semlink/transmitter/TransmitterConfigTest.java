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
    assertThat(defaults.retries())
        .isEqualTo(new RetrySettings(3, Duration.ofMillis(200), Duration.ofSeconds(2), 10));
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
        .isThrownBy(() -> defaults.withUploadTimeout(Duration.ZERO))
        .withMessageContaining("uploadTimeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetrySettings(0, Duration.ofMillis(1), Duration.ofMillis(1), 10))
        .withMessageContaining("maxAttempts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetrySettings(1, Duration.ofMillis(2), Duration.ofMillis(1), 10))
        .withMessageContaining("longestDelay");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetrySettings(1, Duration.ofMillis(1), Duration.ofMillis(1), 1))
        .withMessageContaining("budget");
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
