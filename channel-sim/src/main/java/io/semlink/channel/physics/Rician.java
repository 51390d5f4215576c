package io.semlink.channel.physics;

import java.time.Duration;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A line of sight in scatter: {@code h = sqrt(K / (K + 1)) + CN(0, 1 / (K + 1))}.
 *
 * @param factorDb the Rice factor K, line-of-sight power over scattered power, in dB; in [-40, 40]
 */
public record Rician(double factorDb) implements FadingLaw {
  private static final double MAX_FACTOR_DB = 40.0;

  /** Terms below this share of the sum are left out. */
  private static final double RELATIVE_ACCURACY = 1e-17;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the factor is outside [-40, 40] dB or not a number
   */
  public Rician {
    if (!(Math.abs(factorDb) <= MAX_FACTOR_DB)) {
      throw new IllegalArgumentException("rician factor must be -40 to 40 dB, but is " + factorDb);
    }
  }

  /**
   * Returns the Rice factor as a ratio.
   *
   * @return K, linear
   */
  public double factor() {
    return Decibels.toLinear(factorDb);
  }

  @Override
  public String name() {
    return "rician";
  }

  /**
   * {@inheritDoc}
   *
   * <p>{@code 1 - Q1(sqrt(2 K), sqrt(2 (1 + K) x))}, Q1 being Marcum's function, computed as the
   * Poisson mixture {@code sum_j e^-K K^j / j! P(j + 1, (1 + K) x)} of the non-central chi-square
   * law, outwards from its largest weight.
   */
  @Override
  public double cumulative(double gain) {
    if (gain <= 0.0) {
      return 0.0;
    }
    double k = factor();
    double x = (1.0 + k) * gain;
    int peak = (int) k;
    double peakWeight = poisson(peak, k);
    double sum = 0.0;
    double weight = peakWeight;
    for (int j = peak; weight > RELATIVE_ACCURACY; j++) {
      sum += weight * RegularizedGamma.P.value(j + 1.0, x);
      weight *= k / (j + 1.0);
    }
    weight = peakWeight;
    for (int j = peak; j > 0 && weight > RELATIVE_ACCURACY; j--) {
      weight *= j / k;
      sum += weight * RegularizedGamma.P.value(j, x);
    }
    return Math.min(1.0, sum);
  }

  @Override
  public double quantile(double probability) {
    return Quantiles.bisect(this::cumulative, probability);
  }

  @Override
  public FadingProcess process(long seed, Duration block) {
    double k = factor();
    double lineOfSight = StrictMath.sqrt(k / (k + 1.0));
    double scatter = StrictMath.sqrt(0.5 / (k + 1.0));
    return new PagedCoefficients(
        PagedPower.PAGE,
        (first, re, im) -> {
          UniformRandomProvider random =
              RandomStreams.open(seed, Math.floorDiv(first, PagedPower.PAGE));
          for (int i = 0; i < PagedPower.PAGE; i++) {
            Samplers.complexNormal(random, scatter, i, re, im);
            re[i] += lineOfSight;
          }
        });
  }

  /** Poisson probability {@code e^-mean mean^j / j!}, its logarithm summed to avoid overflow. */
  private static double poisson(int j, double mean) {
    double log = -mean + j * StrictMath.log(mean);
    for (int i = 2; i <= j; i++) {
      log -= StrictMath.log(i);
    }
    return StrictMath.exp(log);
  }
}
