package io.semlink.channel.air;

import io.semlink.channel.physics.Block;

/** A way of getting messages across a block-fading link. Implementations are immutable values. */
public interface LinkModel {
  /**
   * Returns the name used in configuration and on the wire.
   *
   * @return lower-case name
   */
  String name();

  /**
   * Returns what its messages are made of.
   *
   * @return the one kind of payload its transmissions take
   */
  Class<? extends Payload> carries();

  /**
   * Returns how fast the air runs in a block.
   *
   * @param block the block
   * @return units of {@link Air} a second
   */
  double unitsPerSecond(Block block);

  /**
   * Returns the rate a sender may count on.
   *
   * @param bandwidthHz bandwidth in Hz
   * @param reportedSnr SNR as the sender knows it less its margin, linear, at least 0
   * @return bit/s of payload; 0 if the model carries no bits or none at that SNR
   */
  double usableRateBps(double bandwidthHz, double reportedSnr);

  /**
   * Begins a message at the air's present instant.
   *
   * @param air the time line it shares or has to itself, running at {@link #unitsPerSecond}
   * @param terms limit, knowledge and randomness
   * @return a transmission to which segments are given in order
   */
  Transmission begin(Air air, Terms terms);
}
