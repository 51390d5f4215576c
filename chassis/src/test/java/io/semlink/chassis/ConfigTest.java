package io.semlink.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConfigTest {
  @Test
  void defaultsAreBounded() {
    ServerConfig config = ServerConfig.plaintext("0.0.0.0", 7070, 7071);
    assertThat(config.limits().maxCallsPerConnection()).isEqualTo(100);
    assertThat(config.limits().maxInboundMessageBytes()).isEqualTo(4 << 20);
    assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.security()).isEqualTo(TransportSecurity.plaintext());
    assertThat(config.withReflection(false).reflection()).isFalse();
  }

  @Test
  void wrongValuesAreNamed() {
    refused(() -> ServerConfig.plaintext("", 0, 0), "host");
    refused(() -> ServerConfig.plaintext("a", -1, 0), "port is not in [0, 65535]: -1");
    refused(() -> ServerConfig.plaintext("a", 0, 65_536), "adminPort is not in");
    refused(
        () -> ServerConfig.loopback().withDrain(Duration.ofMillis(-1), Duration.ofSeconds(1)),
        "drainDelay");
    refused(() -> ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ZERO), "drainTimeout");
    refused(() -> Limits.defaults().withMaxCalls(0), "maxCalls must be at least 1: 0");
    refused(() -> Limits.defaults().withExecutor(0, 1), "executorThreads");
    refused(() -> Limits.defaults().withExecutor(1, 0), "executorQueue");
    refused(() -> Limits.defaults().withMaxInboundMessageBytes(10), "maxInboundMessageBytes");
    refused(() -> PeerConfig.plaintext("channel", "a", 0), "port of channel");
    refused(() -> PeerConfig.plaintext("", "a", 1), "name");
    refused(() -> PeerGuards.defaults().withBreakerOpenTime(Duration.ZERO), "breakerOpenTime");
  }

  @Test
  void tlsFilesAreCheckedWhenTheyAreNamed() {
    Optional<Path> missing = Optional.of(Path.of("no", "such", "file.pem"));
    refused(
        () -> TransportSecurity.tls(missing, missing, Optional.empty()),
        "TLS file cannot be read: " + Path.of("no", "such", "file.pem"));
    refused(
        () -> TransportSecurity.tls(missing, Optional.empty(), Optional.empty()), "go together");
    refused(
        () ->
            TransportSecurity.tls(Optional.empty(), Optional.empty(), Optional.empty())
                .serverCredentials(),
        "needs a certificate chain");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
