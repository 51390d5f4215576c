package io.semlink.channel.physics;

import java.time.Duration;

/**
 * Rayleigh fading of an antenna that moves through isotropic scatter: {@code h ~ CN(0, 1)} in each
 * block, with the autocorrelation {@code E h(t) h*(t + tau) = J0(2 pi f_D tau)} of Clarke and Jakes
 * from block to block.
 *
 * @param dopplerHz largest Doppler shift f_D, the speed over the wavelength, in Hz; in [0.001, 1e5]
 */
public record CorrelatedRayleigh(double dopplerHz) implements FadingLaw {
  private static final Rayleigh MARGINAL = new Rayleigh();

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the Doppler shift is outside [0.001, 1e5] Hz or not a
   *     number
   */
  public CorrelatedRayleigh {
    Doppler.require(dopplerHz);
  }

  @Override
  public String name() {
    return "jakes";
  }

  @Override
  public double cumulative(double gain) {
    return MARGINAL.cumulative(gain);
  }

  @Override
  public double quantile(double probability) {
    return MARGINAL.quantile(probability);
  }

  @Override
  public FadingProcess process(long seed, Duration block) {
    ClarkeScatter scatter = new ClarkeScatter(seed, dopplerHz, block, 1.0);
    return new PagedCoefficients(ClarkeScatter.PAGE, scatter::fill);
  }
}
