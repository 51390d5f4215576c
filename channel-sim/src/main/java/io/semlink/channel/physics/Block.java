package io.semlink.channel.physics;

import java.time.Duration;

/**
 * One coherence interval of a link, over which everything is constant.
 *
 * @param index number of the block since the link was last reset, at least 0
 * @param gain power gain {@code |h|^2}, at least 0
 * @param snrDb mean receive SNR in dB, before the gain
 * @param bandwidthHz bandwidth in Hz, above 0
 * @param duration length of the block, positive
 */
public record Block(long index, double gain, double snrDb, double bandwidthHz, Duration duration) {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside its range
   */
  public Block {
    if (index < 0
        || !(gain >= 0.0)
        || !(bandwidthHz > 0.0)
        || duration.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException(
          "not a block: index %d, gain %s, bandwidth %s Hz, duration %s"
              .formatted(index, gain, bandwidthHz, duration));
    }
  }

  /**
   * Returns the SNR this block really has.
   *
   * @return {@code snr |h|^2}, linear
   */
  public double snr() {
    return gain * Decibels.toLinear(snrDb);
  }

  /**
   * Returns the rate at which the block carries bits without error.
   *
   * @return {@code B log2(1 + |h|^2 snr)} in bit/s
   */
  public double capacityBps() {
    return Capacity.bitsPerSecond(bandwidthHz, snr());
  }
}
