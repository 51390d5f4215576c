package io.semlink.channel.physics;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One message on the air, segment after segment without a gap, on a virtual clock that starts at 0
 * with the first bit. Not safe for use by several threads at once.
 */
public interface Transmission {
  /**
   * Sends a segment after those sent before.
   *
   * @param segment bytes from position to limit; not modified
   * @return what came out at the far end, and when
   */
  Carried carry(ByteBuffer segment);

  /**
   * Returns the air time used so far.
   *
   * @return end of the last bit sent, never after the limit
   */
  Duration elapsed();

  /**
   * Tells whether the limit has cut a segment. What is sent afterwards does not arrive.
   *
   * @return true once a bit was late
   */
  boolean outage();
}
