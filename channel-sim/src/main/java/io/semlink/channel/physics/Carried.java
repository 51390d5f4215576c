package io.semlink.channel.physics;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What became of one segment.
 *
 * @param received the bytes that arrived before the limit: a prefix of the segment, perhaps empty
 * @param bitsSent length of the segment
 * @param bitsOnTime bits whose last instant on the air was within the limit, at most {@code
 *     bitsSent}
 * @param begin start on the air, since the transmission's first bit
 * @param end end on the air; the limit if the segment was cut
 * @param block the block in which the segment ended
 */
public record Carried(
    ByteBuffer received,
    long bitsSent,
    long bitsOnTime,
    Duration begin,
    Duration end,
    Block block) {
  /**
   * Tells whether the segment was cut or lost.
   *
   * @return true if a bit was late
   */
  public boolean outage() {
    return bitsOnTime < bitsSent;
  }

  /**
   * Returns the time the segment held the air.
   *
   * @return end less begin
   */
  public Duration airTime() {
    return end.minus(begin);
  }
}
