package io.semlink.transmitter;

import java.time.Duration;

/**
 * How often a photo is sent again when its way broke down.
 *
 * @param maxAttempts attempts of one request, 1 to 10; with 1 there is no retry
 * @param firstDelay mean time before the second attempt, more than 0; doubles with each further one
 * @param longestDelay largest mean time before an attempt, at least the first
 * @param budget failures in a row, over all requests, after half of which nothing is tried again, 2
 *     to 1000; ten successes make good for one failure
 */
public record RetrySettings(
    int maxAttempts, Duration firstDelay, Duration longestDelay, int budget) {
  private static final int MOST_ATTEMPTS = 10;
  private static final int LEAST_BUDGET = 2;
  private static final int MOST_BUDGET = 1000;

  /** 3 attempts, 200 ms before the second, at most 2 s, a budget of 10. */
  public static final RetrySettings DEFAULT =
      new RetrySettings(3, Duration.ofMillis(200), Duration.ofSeconds(2), 10);

  /** Checks ranges. */
  public RetrySettings {
    if (maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) {
      throw new IllegalArgumentException("maxAttempts must be in [1, 10]: " + maxAttempts);
    }
    if (firstDelay.toMillis() < 1 || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "1 ms <= firstDelay <= longestDelay does not hold: " + firstDelay + ", " + longestDelay);
    }
    if (budget < LEAST_BUDGET || budget > MOST_BUDGET) {
      throw new IllegalArgumentException("budget must be in [2, 1000]: " + budget);
    }
  }
}
