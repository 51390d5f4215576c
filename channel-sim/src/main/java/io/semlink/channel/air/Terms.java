package io.semlink.channel.air;

import java.time.Duration;

/**
 * What a transmission is begun with.
 *
 * @param startNanos instant of the air from which the limit counts
 * @param limit time after which nothing is delivered any more, positive
 * @param reportedSnr SNR of the first block as the sender knows it less its margin, linear
 * @param seed the link's seed
 * @param transmission number of the transmission since the link was reset: with the seed it names
 *     the noise it meets
 */
public record Terms(
    long startNanos, Duration limit, double reportedSnr, long seed, long transmission) {
  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Terms {
    if (limit.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("latency limit must be positive, but is " + limit);
    }
  }

  /**
   * Returns when the limit is reached.
   *
   * @return instant of the air in nanoseconds
   */
  public long deadlineNanos() {
    return startNanos + limit.toNanos();
  }
}
