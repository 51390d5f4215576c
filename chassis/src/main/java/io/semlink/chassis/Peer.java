package io.semlink.chassis;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingClientInterceptor;
import java.io.IOException;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A service that this one calls: one channel with keepalive, deadlines, trace headers, metrics,
 * {@linkplain PeerGuards guards} and health checks. There is no retry here; the caller's own retry,
 * if any, is the only one.
 *
 * <p>The peer may be several replicas under one name: calls go round all its addresses whose
 * service says that it serves.
 */
public final class Peer implements AutoCloseable {
  /** gRFC A8: servers of ours permit pings every 20 s. */
  private static final int KEEPALIVE_SECONDS = 30;

  private static final int KEEPALIVE_TIMEOUT_SECONDS = 10;

  /** gRFC A17: leaves out replicas that say they do not serve, as those do that are stopping. */
  private static final Map<String, ?> SERVICE_CONFIG =
      Map.of(
          "loadBalancingConfig", List.of(Map.of("round_robin", Map.of())),
          "healthCheckConfig", Map.of("serviceName", ""));

  /** Seconds for which an address is taken to be that of a name, by gRPC and by the JDK. */
  private static final String ADDRESS_SECONDS = "5";

  static {
    // Both keep it for 30 s, in which a peer that came back under another address is not found.
    String property = "networkaddress.cache.ttl";
    if (System.getProperty(property) == null && Security.getProperty(property) == null) {
      System.setProperty(property, ADDRESS_SECONDS);
      Security.setProperty(property, ADDRESS_SECONDS);
    }
  }

  private final PeerConfig config;
  private final ManagedChannel managed;
  private final ScheduledThreadPoolExecutor timer;
  private final Channel channel;
  private final Channel unguarded;
  private final CircuitBreaker breaker;
  private final HealthProbe probe;

  private Peer(PeerConfig config, Telemetry telemetry) throws IOException {
    this.config = config;
    // Given a host and a port, gRPC resolves the name by DNS, and again whenever a connection ends.
    managed =
        NettyChannelBuilder.forAddress(
                config.host(), config.port(), config.security().channelCredentials())
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(false)
            .maxInboundMessageSize(config.maxInboundMessageBytes())
            .defaultLoadBalancingPolicy("round_robin")
            .defaultServiceConfig(SERVICE_CONFIG)
            .disableServiceConfigLookUp()
            .disableRetry()
            .build();
    timer = DaemonThreads.timer("peer-" + config.name());
    Guards guards = new Guards(config, telemetry.registry());
    breaker = guards.breaker();
    // The last one named sees a call first.
    unguarded =
        ClientInterceptors.intercept(
            managed,
            new MetricCollectingClientInterceptor(telemetry.registry()),
            new RequestScopeClientInterceptor(telemetry));
    channel =
        ClientInterceptors.intercept(unguarded, new PeerGuardInterceptor(config, guards, timer));
    probe = new HealthProbe(config, managed, timer, this::returned);
    SemlinkMetrics.PEER_UP.gauge(
        telemetry.registry(),
        () -> probe.finding().up() ? 1 : 0,
        telemetry.service(),
        config.name());
  }

  /**
   * Makes the channel and begins to check the peer's health.
   *
   * @throws IOException if a TLS file cannot be read
   */
  public static Peer connect(PeerConfig config, Telemetry telemetry) throws IOException {
    Peer peer = new Peer(config, telemetry);
    peer.probe.check();
    return peer;
  }

  /** A peer that answers again need not wait for the breaker's time to be over. */
  private void returned() {
    if (breaker.getState() == CircuitBreaker.State.OPEN) {
      breaker.transitionToHalfOpenState();
    }
  }

  /** The channel to make stubs with. */
  public Channel channel() {
    return channel;
  }

  /**
   * The same past the guards, for an operator's rare questions and orders: they are to get through
   * while work does not, and to say nothing for or against the peer. Calls need a deadline of their
   * own.
   */
  public Channel unguardedChannel() {
    return unguarded;
  }

  /** Where the peer is. */
  public PeerConfig config() {
    return config;
  }

  /** State of the breaker: {@code CLOSED}, {@code OPEN}, {@code HALF_OPEN}. */
  public String breakerState() {
    return breaker.getState().name();
  }

  /** How the peer is, by the last health check. */
  public PeerHealth health() {
    HealthProbe.Finding finding = probe.finding();
    return new PeerHealth(
        config.name(),
        config.target(),
        finding.up(),
        breakerState(),
        finding.detail(),
        finding.checkedAt());
  }

  /** Lets calls under way end for a few seconds, then cuts them. */
  @Override
  public void close() {
    managed.shutdown();
    try {
      if (!managed.awaitTermination(2, TimeUnit.SECONDS)) {
        managed.shutdownNow();
      }
    } catch (InterruptedException e) {
      managed.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      timer.shutdownNow();
    }
  }
}
