package io.semlink.channel.physics;

import java.time.Duration;

/** A way of getting bits across a block-fading link. */
public interface LinkModel {
  /**
   * Returns the name used in configuration and on the wire.
   *
   * @return lower-case name
   */
  String name();

  /**
   * Begins a transmission at the start of a block.
   *
   * @param blocks the blocks it will meet; the first is taken when the first bit is sent
   * @param limit air time after which nothing is delivered any more, positive
   * @return a transmission to which segments are given in order
   */
  Transmission begin(BlockSource blocks, Duration limit);
}
