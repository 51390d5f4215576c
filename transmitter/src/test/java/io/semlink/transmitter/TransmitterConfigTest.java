package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransmitterConfigTest {
  private final TransmitterConfig defaults = Harness.config(7200);

  @Test
  void defaultsAreThoseDocumented() {
    assertThat(defaults.work().workers()).isBetween(1, 8);
    assertThat(defaults.work().queueCapacity()).isEqualTo(32);
    assertThat(defaults.work().maxBufferedBytes()).isEqualTo(256L << 20);
    assertThat(defaults.work().uploadTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(defaults.retries())
        .isEqualTo(new RetrySettings(3, Duration.ofMillis(200), Duration.ofSeconds(2), 10));
    assertThat(defaults.defaults().scheme()).isEqualTo("CIE");
    assertThat(defaults.defaults().minMaskPsnrDb()).isZero();
    assertThat(defaults.defaults().marginDb()).isZero();
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
        .isThrownBy(() -> new WorkSettings(1, 1, 1 << 20, Duration.ZERO))
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
        .isThrownBy(() -> new RequestDefaults(" ", 0, 0, Optional.empty()))
        .withMessageContaining("scheme");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RequestDefaults("CIE", Double.NaN, 0, Optional.empty()))
        .withMessageContaining("minMaskPsnrDb");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RequestDefaults("CIE", 0, 41, Optional.empty()))
        .withMessageContaining("marginDb");
  }
}
