package io.semlink.codec.control;

import java.time.Duration;
import java.util.Locale;

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

  private InfeasibleException(String message, LinkBudget budget, long smallestBits) {
    super(message);
    this.smallestBits = smallestBits;
    this.smallestLimit = budget.airTime(smallestBits);
  }

  /**
   * No coding is as good as the request wants the kept cells to be, however long the limit.
   *
   * @param finestBits bits of the finest coding that there is
   * @param finestDb its estimated mask PSNR, in dB
   */
  public static InfeasibleException floorOutOfReach(
      LinkBudget budget, long finestBits, double finestDb) {
    return new InfeasibleException(
        String.format(
            Locale.ROOT,
            "the finest operating point has an estimated PSNR of %.1f dB inside the kept cells:"
                + " lower the floor",
            finestDb),
        budget,
        finestBits);
  }

  public long smallestBits() {
    return smallestBits;
  }

  /** Smallest latency limit that would do at this capacity. */
  public Duration smallestLimit() {
    return smallestLimit;
  }
}
