package io.semlink.channel.link;

import java.time.Duration;

/**
 * What a transmission asks of a link.
 *
 * @param limit time from the first segment offered to the last bit received, positive
 * @param marginDb kept from the SNR as known, 0 to 40 dB
 * @param priority on links shared by priority: 0 to 7, higher goes first
 */
public record LinkUse(Duration limit, double marginDb, int priority) {
  private static final double MAX_MARGIN_DB = 40.0;
  private static final int MAX_PRIORITY = 7;

  /**
   * Checks the ranges.
   *
   * @throws InvalidLinkException if a value is outside its range
   */
  public LinkUse {
    if (limit.compareTo(Duration.ZERO) <= 0) {
      throw new InvalidLinkException("latency_limit", "must be positive, but is " + limit);
    }
    if (!(marginDb >= 0.0 && marginDb <= MAX_MARGIN_DB)) {
      throw new InvalidLinkException("margin_db", "must be 0 to 40, but is " + marginDb);
    }
    if (priority < 0 || priority > MAX_PRIORITY) {
      throw new InvalidLinkException("priority", "must be 0 to 7, but is " + priority);
    }
  }

  /**
   * Returns a use without margin and of lowest priority.
   *
   * @param limit latency limit, positive
   * @return that use
   */
  public static LinkUse within(Duration limit) {
    return new LinkUse(limit, 0.0, 0);
  }
}
