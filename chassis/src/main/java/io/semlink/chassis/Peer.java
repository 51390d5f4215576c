package io.semlink.chassis;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingClientInterceptor;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A service that this one calls: one channel with keepalive, deadlines, trace headers, metrics and
 * a circuit breaker. There is no retry here; the caller's own retry, if any, is the only one.
 */
public final class Peer implements AutoCloseable {
  /** gRFC A8: servers of ours permit pings every 20 s. */
  private static final int KEEPALIVE_SECONDS = 30;

  private static final int KEEPALIVE_TIMEOUT_SECONDS = 10;
  private static final int FAILURE_RATE_PERCENT = 50;
  private static final int WINDOW_CALLS = 20;
  private static final int LEAST_CALLS = 5;

  private final PeerConfig config;
  private final ManagedChannel managed;
  private final Channel channel;
  private final CircuitBreaker breaker;

  private Peer(PeerConfig config, ManagedChannel managed, Channel channel, CircuitBreaker breaker) {
    this.config = config;
    this.managed = managed;
    this.channel = channel;
    this.breaker = breaker;
  }

  /**
   * Makes the channel; it connects at the first call.
   *
   * @throws IOException if a TLS file cannot be read
   */
  public static Peer connect(PeerConfig config, Telemetry telemetry) throws IOException {
    CircuitBreakerRegistry breakers =
        CircuitBreakerRegistry.of(
            CircuitBreakerConfig.custom()
                .failureRateThreshold(FAILURE_RATE_PERCENT)
                .slidingWindowSize(WINDOW_CALLS)
                .minimumNumberOfCalls(LEAST_CALLS)
                .permittedNumberOfCallsInHalfOpenState(2)
                .waitDurationInOpenState(config.breakerOpenTime())
                .build());
    CircuitBreaker breaker = breakers.circuitBreaker(config.name());
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(telemetry.registry());
    ManagedChannel managed =
        NettyChannelBuilder.forAddress(
                config.host(), config.port(), config.security().channelCredentials())
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(false)
            .maxInboundMessageSize(config.maxInboundMessageBytes())
            .defaultLoadBalancingPolicy("round_robin")
            .disableRetry()
            .build();
    // The last one named sees a call first.
    Channel channel =
        ClientInterceptors.intercept(
            managed,
            new MetricCollectingClientInterceptor(telemetry.registry()),
            new RequestScopeClientInterceptor(),
            new PeerGuardInterceptor(config, breaker));
    return new Peer(config, managed, channel, breaker);
  }

  /** The channel to make stubs with. */
  public Channel channel() {
    return channel;
  }

  /** Where the peer is. */
  public PeerConfig config() {
    return config;
  }

  /** State of the breaker: {@code CLOSED}, {@code OPEN}, {@code HALF_OPEN}. */
  public String breakerState() {
    return breaker.getState().name();
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
    }
  }
}
