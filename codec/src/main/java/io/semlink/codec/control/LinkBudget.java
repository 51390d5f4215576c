package io.semlink.codec.control;

import java.time.Duration;

/**
 * What the link can carry for one photo.
 *
 * @param capacityBps rate the transmitter trusts, in bit/s
 * @param limit latency limit T_max on the air
 */
public record LinkBudget(double capacityBps, Duration limit) {
  /** Checks ranges. */
  public LinkBudget {
    if (!(capacityBps > 0) || Double.isInfinite(capacityBps)) {
      throw new IllegalArgumentException("capacity must be positive: " + capacityBps + " bit/s");
    }
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("latency limit must be positive: " + limit);
    }
  }

  /** Whole bits that fit. */
  public long bits() {
    return (long) Math.floor(capacityBps * limit.toNanos() * 1e-9);
  }

  /** Air time of a number of bits. */
  public Duration airTime(long bits) {
    return Duration.ofNanos((long) Math.ceil(bits / capacityBps * 1e9));
  }
}
