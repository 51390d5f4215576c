package io.semlink.chassis;

import java.time.Duration;

/**
 * What keeps a peer's trouble from becoming ours, and ours from becoming its.
 *
 * @param breakerOpenTime circuit breaker: how long it stays open before it lets calls through
 *     again, more than 0
 * @param maxConcurrentCalls bulkhead: calls to the peer under way at once, 1 to 10 000; gRPC sends
 *     at most 100 over one connection to a service of ours, and the others would wait unseen
 * @param maxCallsPerSecond rate limiter: calls to the peer begun in a second, 1 to 1 000 000
 * @param answerTimeout time limiter: time the peer has to give its first answer to a call, more
 *     than 0
 * @param healthInterval time between health checks of the peer, more than 0
 */
public record PeerGuards(
    Duration breakerOpenTime,
    int maxConcurrentCalls,
    int maxCallsPerSecond,
    Duration answerTimeout,
    Duration healthInterval) {
  private static final int MAX_CALLS = 10_000;
  private static final int MAX_RATE = 1_000_000;

  /** Checks ranges. */
  public PeerGuards {
    positive("breakerOpenTime", breakerOpenTime);
    positive("answerTimeout", answerTimeout);
    positive("healthInterval", healthInterval);
    within("maxConcurrentCalls", maxConcurrentCalls, MAX_CALLS);
    within("maxCallsPerSecond", maxCallsPerSecond, MAX_RATE);
  }

  /**
   * Defaults: breaker open for 5 s, 64 calls at once, 500 new ones a second, 5 s for the first
   * answer, a health check every 2 s.
   */
  public static PeerGuards defaults() {
    return new PeerGuards(
        Duration.ofSeconds(5), 64, 500, Duration.ofSeconds(5), Duration.ofSeconds(2));
  }

  /** The same with another time for the breaker to stay open. */
  public PeerGuards withBreakerOpenTime(Duration time) {
    return new PeerGuards(
        time, maxConcurrentCalls, maxCallsPerSecond, answerTimeout, healthInterval);
  }

  /** The same with other bounds on calls at once and on new calls a second. */
  public PeerGuards withCalls(int atOnce, int perSecond) {
    return new PeerGuards(breakerOpenTime, atOnce, perSecond, answerTimeout, healthInterval);
  }

  /** The same with another time for the first answer. */
  public PeerGuards withAnswerTimeout(Duration time) {
    return new PeerGuards(
        breakerOpenTime, maxConcurrentCalls, maxCallsPerSecond, time, healthInterval);
  }

  /** The same with another time between health checks. */
  public PeerGuards withHealthInterval(Duration time) {
    return new PeerGuards(
        breakerOpenTime, maxConcurrentCalls, maxCallsPerSecond, answerTimeout, time);
  }

  private static void positive(String field, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(field + " must be more than 0: " + value);
    }
  }

  private static void within(String field, int value, int high) {
    if (value < 1 || value > high) {
      throw new IllegalArgumentException(field + " must be in [1, " + high + "]: " + value);
    }
  }
}
