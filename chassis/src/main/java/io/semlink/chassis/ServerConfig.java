package io.semlink.chassis;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Where a service listens and what bounds it keeps.
 *
 * @param host address to bind, for example {@code 127.0.0.1}
 * @param port port of the gRPC server, 0 to 65535; 0 takes a free one
 * @param adminPort port of the admin HTTP server, 0 to 65535; 0 takes a free one
 * @param security plaintext or TLS, for the gRPC port
 * @param limits bounds on what clients may ask
 * @param drainDelay time between reporting not-serving and refusing new calls, so that clients
 *     notice; 0 or more
 * @param drainTimeout time that calls under way get to finish before they are cut, more than 0
 * @param reflection whether the server answers reflection requests
 * @param traces whether and where traces are sent
 */
public record ServerConfig(
    String host,
    int port,
    int adminPort,
    TransportSecurity security,
    Limits limits,
    Duration drainDelay,
    Duration drainTimeout,
    boolean reflection,
    TraceExport traces) {

  public ServerConfig {
    requireNonNull(host, "host");
    requireNonNull(security, "security");
    requireNonNull(limits, "limits");
    requireNonNull(drainDelay, "drainDelay");
    requireNonNull(drainTimeout, "drainTimeout");
    requireNonNull(traces, "traces");
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is blank");
    }
    checkPort("port", port);
    checkPort("adminPort", adminPort);
    if (drainDelay.isNegative()) {
      throw new IllegalArgumentException("drainDelay is negative: " + drainDelay);
    }
    if (drainTimeout.isNegative() || drainTimeout.isZero()) {
      throw new IllegalArgumentException("drainTimeout must be more than 0: " + drainTimeout);
    }
  }

  /** Defaults, plaintext: no drain delay, 30 s to drain, reflection on. */
  public static ServerConfig plaintext(String host, int port, int adminPort) {
    return new ServerConfig(
        host,
        port,
        adminPort,
        TransportSecurity.plaintext(),
        Limits.defaults(),
        Duration.ZERO,
        Duration.ofSeconds(30),
        true,
        TraceExport.off());
  }

  /** Two free ports on loopback, plaintext. */
  public static ServerConfig loopback() {
    return plaintext("127.0.0.1", 0, 0);
  }

  /** The same with other security. */
  public ServerConfig withSecurity(TransportSecurity newSecurity) {
    return new ServerConfig(
        host, port, adminPort, newSecurity, limits, drainDelay, drainTimeout, reflection, traces);
  }

  /** The same with other limits. */
  public ServerConfig withLimits(Limits newLimits) {
    return new ServerConfig(
        host, port, adminPort, security, newLimits, drainDelay, drainTimeout, reflection, traces);
  }

  /** The same with other times for stopping. */
  public ServerConfig withDrain(Duration delay, Duration timeout) {
    return new ServerConfig(
        host, port, adminPort, security, limits, delay, timeout, reflection, traces);
  }

  /** The same with reflection on or off. */
  public ServerConfig withReflection(boolean on) {
    return new ServerConfig(
        host, port, adminPort, security, limits, drainDelay, drainTimeout, on, traces);
  }

  /** The same with another place where traces go. */
  public ServerConfig withTraces(TraceExport newTraces) {
    return new ServerConfig(
        host, port, adminPort, security, limits, drainDelay, drainTimeout, reflection, newTraces);
  }

  private static void checkPort(String name, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(name + " is not in [0, 65535]: " + port);
    }
  }
}
