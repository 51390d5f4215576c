package io.semlink.channel.link;

import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.Decibels;

/**
 * State of a link in one block, as it is or as somebody knows it.
 *
 * @param config the configuration that holds in the block
 * @param known the block; its power gain is what is known of it
 * @param perfect whether that is the truth
 * @param marginDb what is kept from the known SNR, in dB
 * @param sharers transmissions that use the band in turn, this one included; 0 if it is not shared
 */
public record LinkState(
    LinkConfig config, Block known, boolean perfect, double marginDb, int sharers) {
  /**
   * Returns the block's number.
   *
   * @return at least 0
   */
  public long block() {
    return known.index();
  }

  /**
   * Returns the power gain {@code |h|^2} as far as is known.
   *
   * @return at least 0
   */
  public double gain() {
    return known.gain();
  }

  /**
   * Returns the SNR of the block as far as is known.
   *
   * @return linear SNR, at least 0
   */
  public double blockSnr() {
    return known.snr();
  }

  /**
   * Returns the SNR of the block as far as is known.
   *
   * @return dB; negative infinity if the gain is 0
   */
  public double blockSnrDb() {
    return Decibels.fromLinear(blockSnr());
  }

  /**
   * Returns the capacity of the block as far as is known. If the knowledge is right and the band is
   * not shared, {@code floor(C T)} bits fit in a time T within the block.
   *
   * @return bit/s
   */
  public double capacityBps() {
    return known.capacityBps();
  }

  /**
   * Returns the SNR to plan with.
   *
   * @return the SNR as known less the margin, linear
   */
  public double plannedSnr() {
    return blockSnr() * Decibels.toLinear(-marginDb);
  }

  /**
   * Returns the payload rate to plan with.
   *
   * @return what the link model carries at {@link #plannedSnr}, divided among the sharers, in bit/s
   */
  public double usableRateBps() {
    return config.model().usableRateBps(known.bandwidthHz(), plannedSnr()) / Math.max(1, sharers);
  }
}
