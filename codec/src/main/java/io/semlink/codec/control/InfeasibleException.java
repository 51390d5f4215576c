package io.semlink.codec.control;

import java.time.Duration;

/** Nothing that a request allows fits the link within the latency limit. */
public final class InfeasibleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long smallestBits;
  private final Duration smallestLimit;

  /**
   * Says what would do.
   *
   * @param smallestBits bits of the cheapest coding that the request allows
   */
  public InfeasibleException(LinkBudget budget, long smallestBits) {
    super(
        "nothing fits "
            + budget.bits()
            + " bits ("
            + budget.limit().toNanos() / 1e6
            + " ms at "
            + Math.round(budget.capacityBps())
            + " bit/s); the cheapest coding takes "
            + smallestBits
            + " bits: raise the limit to at least "
            + Math.ceil(budget.airTime(smallestBits).toNanos() / 1e4) / 100
            + " ms, the bandwidth or the SNR, or allow text only");
    this.smallestBits = smallestBits;
    this.smallestLimit = budget.airTime(smallestBits);
  }

  public long smallestBits() {
    return smallestBits;
  }

  /** Smallest latency limit that would do at this capacity. */
  public Duration smallestLimit() {
    return smallestLimit;
  }
}
