package io.semlink.channel.air;

import io.semlink.channel.physics.Block;

/**
 * Complex symbols as they are, one after the other at the rate of the bandwidth: for schemes that
 * code source and channel jointly. They arrive equalised and with noise, of variance {@code 1 /
 * (|h|^2 snr)} for unit mean power, until the deadline.
 */
public record AnalogModel() implements LinkModel {
  @Override
  public String name() {
    return "analog";
  }

  @Override
  public Class<? extends Payload> carries() {
    return Payload.Symbols.class;
  }

  @Override
  public double unitsPerSecond(Block block) {
    return block.bandwidthHz();
  }

  @Override
  public double usableRateBps(double bandwidthHz, double reportedSnr) {
    return 0.0;
  }

  @Override
  public Transmission begin(Air air, Terms terms) {
    return new AnalogTransmission(air, terms);
  }
}
