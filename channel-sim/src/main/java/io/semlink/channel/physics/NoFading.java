package io.semlink.channel.physics;

import java.time.Duration;

/** Additive white Gaussian noise alone: {@code |h|^2 = 1} always. */
public record NoFading() implements FadingLaw {
  @Override
  public String name() {
    return "none";
  }

  @Override
  public double cumulative(double gain) {
    return gain < 1.0 ? 0.0 : 1.0;
  }

  @Override
  public double quantile(double probability) {
    Quantiles.requireProbability(probability);
    return 1.0;
  }

  @Override
  public FadingProcess process(long seed, Duration block) {
    return number -> 1.0;
  }
}
