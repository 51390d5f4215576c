package io.semlink.channel.air;

import io.semlink.channel.physics.Block;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of one segment.
 *
 * @param received what arrived: a prefix of the segment, perhaps empty
 * @param sent length of the segment, in bits or symbols
 * @param onTime bits or symbols whose last instant on the air was within the limit and which no
 *     error struck, at most {@code sent}
 * @param begin start on the air, since the transmission's start
 * @param end end on the air; the limit if that cut the segment
 * @param queueing part of the time before {@code begin} in which others had the air, since the
 *     segment before ended
 * @param channelUses complex symbols it took, at the link's bandwidth
 * @param coding how it was modulated and coded; empty if the model does not
 * @param block the block in which the segment ended
 */
public record Carried(
    Payload received,
    long sent,
    long onTime,
    Duration begin,
    Duration end,
    Duration queueing,
    long channelUses,
    Optional<CodingAccount> coding,
    Block block) {
  /**
   * Tells whether the segment was cut or lost.
   *
   * @return true if part of it did not arrive
   */
  public boolean outage() {
    return onTime < sent;
  }

  /**
   * Returns the time from the segment's first to its last instant on the air.
   *
   * @return end less begin
   */
  public Duration airTime() {
    return end.minus(begin);
  }
}
