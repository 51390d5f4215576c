package io.semlink.chassis;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedTimeLimiterMetrics;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;

/**
 * The guards of one peer, each with its metrics. A call has to pass the breaker, then the bulkhead,
 * then the rate limiter, none of which lets it wait.
 */
final class Guards {
  private static final int FAILURE_RATE_PERCENT = 50;
  private static final int WINDOW_CALLS = 20;
  private static final int LEAST_CALLS = 5;
  private static final int TRIAL_CALLS = 2;
  private static final Duration RATE_PERIOD = Duration.ofSeconds(1);

  /** A place in the bulkhead is likely free after this: most calls take less than a second. */
  private static final Duration BUSY_RETRY = Duration.ofMillis(500);

  /** A lost connection is often made again at once, or another replica takes over. */
  private static final Duration DOWN_RETRY = Duration.ofMillis(500);

  private final PeerConfig config;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;
  private final RateLimiter rate;
  private final TimeLimiter time;

  /** Creates the guards and shows their state in the metrics. */
  Guards(PeerConfig config, MeterRegistry meters) {
    this.config = config;
    PeerGuards limits = config.guards();
    CircuitBreakerRegistry breakers =
        CircuitBreakerRegistry.of(
            CircuitBreakerConfig.custom()
                .failureRateThreshold(FAILURE_RATE_PERCENT)
                .slidingWindowSize(WINDOW_CALLS)
                .minimumNumberOfCalls(LEAST_CALLS)
                .permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
                .waitDurationInOpenState(limits.breakerOpenTime())
                .build());
    BulkheadRegistry bulkheads =
        BulkheadRegistry.of(
            BulkheadConfig.custom()
                .maxConcurrentCalls(limits.maxConcurrentCalls())
                .maxWaitDuration(Duration.ZERO)
                .build());
    RateLimiterRegistry rates =
        RateLimiterRegistry.of(
            RateLimiterConfig.custom()
                .limitForPeriod(limits.maxCallsPerSecond())
                .limitRefreshPeriod(RATE_PERIOD)
                .timeoutDuration(Duration.ZERO)
                .build());
    TimeLimiterRegistry times =
        TimeLimiterRegistry.of(
            TimeLimiterConfig.custom().timeoutDuration(limits.answerTimeout()).build());
    breaker = breakers.circuitBreaker(config.name());
    bulkhead = bulkheads.bulkhead(config.name());
    rate = rates.rateLimiter(config.name());
    time = times.timeLimiter(config.name());
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    TaggedBulkheadMetrics.ofBulkheadRegistry(bulkheads).bindTo(meters);
    TaggedRateLimiterMetrics.ofRateLimiterRegistry(rates).bindTo(meters);
    TaggedTimeLimiterMetrics.ofTimeLimiterRegistry(times).bindTo(meters);
  }

  CircuitBreaker breaker() {
    return breaker;
  }

  Bulkhead bulkhead() {
    return bulkhead;
  }

  TimeLimiter time() {
    return time;
  }

  /**
   * Lets a call through, which then holds a permission of the breaker and a place in the bulkhead.
   *
   * @throws StatusRuntimeException UNAVAILABLE if the breaker is open, RESOURCE_EXHAUSTED if there
   *     are as many calls, or as many new ones, as there may be; both with a time to come again
   */
  void enter() {
    if (!breaker.tryAcquirePermission()) {
      throw unavailable(
              "BREAKER_OPEN",
              "failed too often; it is tried again shortly",
              config.guards().breakerOpenTime())
          .toStatusException();
    }
    if (!bulkhead.tryAcquirePermission()) {
      breaker.releasePermission();
      throw ServiceException.resourceExhausted(
              "PEER_BUSY",
              config.guards().maxConcurrentCalls()
                  + " calls to "
                  + config.name()
                  + " are under way",
              peer(),
              BUSY_RETRY)
          .toStatusException();
    }
    if (!rate.acquirePermission()) {
      bulkhead.releasePermission();
      breaker.releasePermission();
      throw ServiceException.resourceExhausted(
              "RATE_LIMITED",
              config.guards().maxCallsPerSecond() + " calls to " + config.name() + " a second",
              peer(),
              RATE_PERIOD)
          .toStatusException();
    }
  }

  /** The error for a peer that cannot be reached, or that went away. */
  ServiceException down(String what) {
    Duration open = config.guards().breakerOpenTime();
    return unavailable("PEER_DOWN", what, open.compareTo(DOWN_RETRY) < 0 ? open : DOWN_RETRY);
  }

  /** The error for a peer that took a call and does not answer. */
  ServiceException slow(String what) {
    return unavailable("PEER_SLOW", what, config.guards().breakerOpenTime());
  }

  private ServiceException unavailable(String reason, String what, Duration retryAfter) {
    return ServiceException.unavailable(reason, config.name() + " " + what, peer(), retryAfter);
  }

  private Map<String, String> peer() {
    return Map.of("peer", config.name());
  }
}
