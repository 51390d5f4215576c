package io.semlink.chassis;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Where a peer is and how patient we are with it.
 *
 * @param name of the peer, for messages and metrics, for example {@code channel}
 * @param host host name or address
 * @param port gRPC port, 1 to 65535
 * @param security plaintext or TLS
 * @param deadlineMargin what a call to the peer gets less than the call it serves, 0 or more
 * @param longestCall deadline of calls that serve none with a deadline, more than 0
 * @param maxInboundMessageBytes largest message taken from the peer
 * @param breakerOpenTime how long the breaker stays open before it tries again, more than 0
 */
public record PeerConfig(
    String name,
    String host,
    int port,
    TransportSecurity security,
    Duration deadlineMargin,
    Duration longestCall,
    int maxInboundMessageBytes,
    Duration breakerOpenTime) {

  public PeerConfig {
    requireNonNull(security, "security");
    if (name.isBlank() || host.isBlank()) {
      throw new IllegalArgumentException("a peer needs a name and a host");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port of " + name + " is not in [1, 65535]: " + port);
    }
    if (deadlineMargin.isNegative()) {
      throw new IllegalArgumentException("deadlineMargin is negative: " + deadlineMargin);
    }
    positive("longestCall", longestCall);
    positive("breakerOpenTime", breakerOpenTime);
    if (maxInboundMessageBytes < 1024) {
      throw new IllegalArgumentException(
          "maxInboundMessageBytes must be at least 1024: " + maxInboundMessageBytes);
    }
  }

  /** Defaults, plaintext: margin 50 ms, calls of at most 2 min, breaker open for 5 s. */
  public static PeerConfig plaintext(String name, String host, int port) {
    return new PeerConfig(
        name,
        host,
        port,
        TransportSecurity.plaintext(),
        Duration.ofMillis(50),
        Duration.ofMinutes(2),
        4 << 20,
        Duration.ofSeconds(5));
  }

  /** The same with other security. */
  public PeerConfig withSecurity(TransportSecurity newSecurity) {
    return new PeerConfig(
        name,
        host,
        port,
        newSecurity,
        deadlineMargin,
        longestCall,
        maxInboundMessageBytes,
        breakerOpenTime);
  }

  /** The same with another time for the breaker to stay open. */
  public PeerConfig withBreakerOpenTime(Duration time) {
    return new PeerConfig(
        name, host, port, security, deadlineMargin, longestCall, maxInboundMessageBytes, time);
  }

  private static void positive(String field, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(field + " must be more than 0: " + value);
    }
  }
}
