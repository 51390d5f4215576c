package io.semlink.channel.physics;

import java.time.Duration;

/**
 * Scatter without a line of sight: {@code h ~ CN(0, 1)}, so that {@code |h|^2} is exponential with
 * unit mean.
 */
public record Rayleigh() implements FadingLaw {
  @Override
  public String name() {
    return "rayleigh";
  }

  @Override
  public double cumulative(double gain) {
    return gain <= 0.0 ? 0.0 : -StrictMath.expm1(-gain);
  }

  @Override
  public double quantile(double probability) {
    Quantiles.requireProbability(probability);
    return -StrictMath.log1p(-probability);
  }

  @Override
  public FadingProcess process(long seed, Duration block) {
    return new PagedPower(Samplers::exponential, seed);
  }
}
