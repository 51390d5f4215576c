package io.semlink.channel.air;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Times of a transmission, the same for all models: limit, queueing, begin and end of segments. */
final class Progress {
  static final Air.Sent NOTHING = new Air.Sent(0, List.of());

  private final Air air;
  private final Terms terms;
  private long beginNanos;
  private long endNanos;
  private long queueingNanos;
  private boolean outage;

  Progress(Air air, Terms terms) {
    this.air = air;
    this.terms = terms;
    this.endNanos = terms.startNanos();
  }

  long deadlineNanos() {
    return terms.deadlineNanos();
  }

  /** Notes that a segment begins at the air's present instant. */
  void begin() {
    long now = outage ? endNanos : Math.max(endNanos, Math.min(air.nanos(), deadlineNanos()));
    queueingNanos = now - endNanos;
    beginNanos = now;
  }

  /** Notes that the segment begun last has ended, and accounts it. */
  Carried end(
      Payload received, long sent, long onTime, long channelUses, Optional<CodingAccount> coding) {
    if (!outage) {
      endNanos = Math.max(beginNanos, Math.min(air.nanos(), deadlineNanos()));
    }
    outage |= onTime < sent;
    return new Carried(
        received,
        sent,
        onTime,
        since(beginNanos),
        since(endNanos),
        Duration.ofNanos(queueingNanos),
        channelUses,
        coding,
        air.block());
  }

  Duration elapsed() {
    return since(endNanos);
  }

  boolean outage() {
    return outage;
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(nanos - terms.startNanos());
  }
}
