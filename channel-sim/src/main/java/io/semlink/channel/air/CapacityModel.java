package io.semlink.channel.air;

import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.Capacity;

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
  public Class<? extends Payload> carries() {
    return Payload.Bytes.class;
  }

  @Override
  public double unitsPerSecond(Block block) {
    return block.capacityBps();
  }

  @Override
  public double usableRateBps(double bandwidthHz, double reportedSnr) {
    return Capacity.bitsPerSecond(bandwidthHz, reportedSnr);
  }

  @Override
  public Transmission begin(Air air, Terms terms) {
    return new CapacityTransmission(air, terms);
  }
}
