package io.semlink.channel.air;

import java.time.Duration;

/** One message on the air, segment after segment. Not safe for use by several threads at once. */
public interface Transmission {
  /**
   * Sends a segment, beginning at the air's present instant.
   *
   * @param segment what it carries, of the kind that the link model carries
   * @return what came out at the far end, and when
   * @throws IllegalArgumentException if it is of another kind
   */
  Carried carry(Payload segment);

  /**
   * Returns the time from the start to the end of the last segment sent.
   *
   * @return time used so far, never more than the limit
   */
  Duration elapsed();

  /**
   * Tells whether a segment was cut, by the limit or by errors that could not be repaired. What is
   * sent afterwards does not arrive.
   *
   * @return true once part of a segment did not arrive
   */
  boolean outage();
}
