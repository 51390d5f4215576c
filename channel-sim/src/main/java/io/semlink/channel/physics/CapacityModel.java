package io.semlink.channel.physics;

import java.time.Duration;

/**
 * Error-free transmission at exactly the capacity of each block: the bound that good codes
 * approach. The receiver knows the block's capacity, so whatever fits in time is right and the rest
 * is cut.
 */
public record CapacityModel() implements LinkModel {
  @Override
  public String name() {
    return "capacity";
  }

  @Override
  public Transmission begin(BlockSource blocks, Duration limit) {
    return new CapacityTransmission(blocks, limit);
  }
}
