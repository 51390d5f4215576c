package io.semlink.channel.physics;

import java.time.Duration;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * Nakagami's law: {@code |h|^2} is gamma distributed with shape m and unit mean. {@code m = 1} is
 * Rayleigh fading, larger values fade less, {@code m = 1/2} is one-sided Gaussian.
 *
 * @param m shape, in [0.5, 1000]
 */
public record Nakagami(double m) implements FadingLaw {
  private static final double MIN_SHAPE = 0.5;
  private static final double MAX_SHAPE = 1000.0;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if m is outside [0.5, 1000] or not a number
   */
  public Nakagami {
    if (!(m >= MIN_SHAPE && m <= MAX_SHAPE)) {
      throw new IllegalArgumentException("nakagami m must be 0.5 to 1000, but is " + m);
    }
  }

  @Override
  public String name() {
    return "nakagami";
  }

  /**
   * {@inheritDoc}
   *
   * <p>{@code P(m, m x)}, the regularised lower incomplete gamma function.
   */
  @Override
  public double cumulative(double gain) {
    return gain <= 0.0 ? 0.0 : RegularizedGamma.P.value(m, m * gain);
  }

  @Override
  public double quantile(double probability) {
    return Quantiles.bisect(this::cumulative, probability);
  }

  @Override
  public FadingProcess process(long seed, Duration block) {
    double shape = m;
    return new PagedPower(random -> Samplers.gamma(random, shape) / shape, seed);
  }
}
