package io.semlink.channel.link;

import io.semlink.channel.physics.Capacity;
import io.semlink.channel.physics.Decibels;
import io.semlink.channel.physics.StateInformation;

/**
 * State of a link in one block, as it is or as somebody knows it.
 *
 * @param config the configuration that holds in the block
 * @param block number of the block, at least 0
 * @param gain power gain {@code |h|^2} of the block as far as is known, at least 0
 * @param knowledge how the gain is known
 */
public record LinkState(LinkConfig config, long block, double gain, StateInformation knowledge) {
  /**
   * Returns the SNR of the block as far as is known.
   *
   * @return linear SNR, at least 0
   */
  public double blockSnr() {
    return gain * config.snr();
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
   * Returns the capacity of the block as far as is known. If the knowledge is right, {@code floor(C
   * T)} bits fit in a time T within the block.
   *
   * @return bit/s
   */
  public double capacityBps() {
    return Capacity.bitsPerSecond(config.bandwidthHz(), blockSnr());
  }
}
