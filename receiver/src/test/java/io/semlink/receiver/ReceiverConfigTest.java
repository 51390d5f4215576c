package io.semlink.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.chassis.ServerConfig;
import io.semlink.codec.network.DeviceChoice;
import io.semlink.receiver.inpaint.DegradationPolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Defaults and ranges. */
class ReceiverConfigTest {
  private static final ReceiverConfig DEFAULTS =
      ReceiverConfig.of(ServerConfig.loopback(), Path.of("bundle"));

  @Test
  void defaults() {
    assertThat(DEFAULTS.workers()).isEqualTo(8);
    assertThat(DEFAULTS.queueCapacity()).isEqualTo(16);
    assertThat(DEFAULTS.decodes()).isBetween(1, 8);
    assertThat(DEFAULTS.policy()).isEqualTo(new DegradationPolicy(10, 2, 5));
    assertThat(DEFAULTS.maxBatch()).isEqualTo(4);
    assertThat(DEFAULTS.maxDeliveryBytes()).isEqualTo(16 << 20);
    assertThat(DEFAULTS.maxBufferedBytes()).isEqualTo(128 << 20);
    assertThat(DEFAULTS.deliveryTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(DEFAULTS.storeBytes()).isEqualTo(64 << 20);
    assertThat(DEFAULTS.maxWatchers()).isEqualTo(64);
    assertThat(DEFAULTS.device()).isEqualTo(DeviceChoice.AUTO);
  }

  @Test
  void explicitValues() {
    ReceiverConfig config =
        DEFAULTS
            .withWorkers(2, 3)
            .withPolicy(new DegradationPolicy(4, 1, 2), 5)
            .withDeliveries(2048, 4096, Duration.ofSeconds(6))
            .withStore(7, 8)
            .withDevice(DeviceChoice.CPU);
    assertThat(config)
        .isEqualTo(
            new ReceiverConfig(
                DEFAULTS.server(),
                Path.of("bundle"),
                2,
                3,
                DEFAULTS.decodes(),
                new DegradationPolicy(4, 1, 2),
                5,
                2048,
                4096,
                Duration.ofSeconds(6),
                7,
                8,
                DeviceChoice.CPU));
  }

  @Test
  void ranges() {
    assertThatThrownBy(() -> DEFAULTS.withWorkers(0, 1)).hasMessageContaining("workers");
    assertThatThrownBy(() -> DEFAULTS.withWorkers(1, 0)).hasMessageContaining("queueCapacity");
    assertThatThrownBy(() -> DEFAULTS.withPolicy(DEFAULTS.policy(), 0))
        .hasMessageContaining("maxBatch");
    assertThatThrownBy(() -> DEFAULTS.withDeliveries(4096, 2048, Duration.ofSeconds(1)))
        .hasMessageContaining("maxBufferedBytes");
    assertThatThrownBy(() -> DEFAULTS.withDeliveries(2048, 2048, Duration.ZERO))
        .hasMessageContaining("deliveryTimeout");
    assertThatThrownBy(() -> DEFAULTS.withStore(-1, 1)).hasMessageContaining("storeBytes");
  }
}
