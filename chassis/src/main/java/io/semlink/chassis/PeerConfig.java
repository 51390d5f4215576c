package io.semlink.chassis;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Where a peer is and how patient we are with it.
 *
 * @param name of the peer, for messages and metrics, for example {@code channel}
 * @param host host name or address; a name is resolved again and again, and calls go round all
 *     addresses it has
 * @param port gRPC port, 1 to 65535
 * @param security plaintext or TLS
 * @param deadlineMargin what a call to the peer gets less than the call it serves, 0 or more
 * @param longestCall deadline of calls that serve none with a deadline, more than 0
 * @param maxInboundMessageBytes largest message taken from the peer
 * @param guards breaker, bulkhead, rate limiter, time limiter and health checks
 */
public record PeerConfig(
    String name,
    String host,
    int port,
    TransportSecurity security,
    Duration deadlineMargin,
    Duration longestCall,
    int maxInboundMessageBytes,
    PeerGuards guards) {

  public PeerConfig {
    requireNonNull(security, "security");
    requireNonNull(guards, "guards");
    if (name.isBlank() || host.isBlank()) {
      throw new IllegalArgumentException("a peer needs a name and a host");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port of " + name + " is not in [1, 65535]: " + port);
    }
    if (deadlineMargin.isNegative()) {
      throw new IllegalArgumentException("deadlineMargin is negative: " + deadlineMargin);
    }
    if (longestCall.isNegative() || longestCall.isZero()) {
      throw new IllegalArgumentException("longestCall must be more than 0: " + longestCall);
    }
    if (maxInboundMessageBytes < 1024) {
      throw new IllegalArgumentException(
          "maxInboundMessageBytes must be at least 1024: " + maxInboundMessageBytes);
    }
  }

  /** Defaults, plaintext: margin 50 ms, calls of at most 2 min, the guards' defaults. */
  public static PeerConfig plaintext(String name, String host, int port) {
    return new PeerConfig(
        name,
        host,
        port,
        TransportSecurity.plaintext(),
        Duration.ofMillis(50),
        Duration.ofMinutes(2),
        4 << 20,
        PeerGuards.defaults());
  }

  /** Where it is, for people: {@code host:port}. */
  public String target() {
    return host + ":" + port;
  }

  /** The same with other security. */
  public PeerConfig withSecurity(TransportSecurity newSecurity) {
    return new PeerConfig(
        name, host, port, newSecurity, deadlineMargin, longestCall, maxInboundMessageBytes, guards);
  }

  /** The same with other guards. */
  public PeerConfig withGuards(PeerGuards newGuards) {
    return new PeerConfig(
        name, host, port, security, deadlineMargin, longestCall, maxInboundMessageBytes, newGuards);
  }
}
