package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds drawn gains against their laws. Seeds are fixed, so the verdicts never change; the
 * false-alarm probabilities say how likely a right sampler would have been to fail with a seed
 * drawn at random.
 */
final class FadingStatisticsTest {
  private static final Duration BLOCK = Duration.ofMillis(100);
  private static final long SEED = 20_240_607L;

  static Stream<FadingLaw> laws() {
    return Stream.of(
        new Rayleigh(),
        new Rician(-3),
        new Rician(0),
        new Rician(Decibels.fromLinear(4)),
        new Rician(20),
        new Nakagami(0.5),
        new Nakagami(1),
        new Nakagami(2),
        new Nakagami(4.3));
  }

  /** Kolmogorov-Smirnov at the 0.001 level: one right sampler in a thousand would fail, per law. */
  @ParameterizedTest
  @MethodSource("laws")
  void gainsFollowTheLaw(FadingLaw law) {
    double[] gains = gains(law, 30_000);

    double p = KolmogorovSmirnovTest.withDefaults().test(gains, law::cumulative).getPValue();

    assertThat(p).as("p-value of %s, seed %d", law, SEED).isGreaterThan(0.001);
  }

  /** Counted outages lie within 3 sigma of the formula; a right sampler fails once in 370 times. */
  @ParameterizedTest
  @MethodSource("laws")
  void outagesAreAsFrequentAsTheFormulaSays(FadingLaw law) {
    int blocks = 1_000_000;
    double expected = ClosedForms.outage(law, 10.0, 2.0);
    FadingProcess process = law.process(SEED, BLOCK);
    int outages = 0;
    for (int i = 0; i < blocks; i++) {
      if (Capacity.spectralEfficiency(10.0 * process.gain(i)) <= 2.0) {
        outages++;
      }
    }

    double sigma = StrictMath.sqrt(expected * (1 - expected) / blocks);
    assertThat(outages / (double) blocks)
        .as("%s, seed %d", law, SEED)
        .isCloseTo(expected, within(3 * sigma));
  }

  /**
   * Mean power is 1 and blocks are uncorrelated, each within 4 sigma (false alarm 6e-5 per law and
   * figure).
   */
  @ParameterizedTest
  @MethodSource("laws")
  void gainsHaveUnitMeanAndNoMemory(FadingLaw law) {
    int blocks = 1_000_000;
    double[] gains = gains(law, blocks);
    double mean = 0;
    double square = 0;
    for (double gain : gains) {
      mean += gain / blocks;
      square += gain * gain / blocks;
    }
    double variance = square - mean * mean;
    double covariance = 0;
    for (int i = 1; i < blocks; i++) {
      covariance += (gains[i] - mean) * (gains[i - 1] - mean) / blocks;
    }

    assertThat(mean)
        .as("mean of %s, seed %d", law, SEED)
        .isCloseTo(1.0, within(4 * StrictMath.sqrt(variance / blocks)));
    assertThat(covariance / variance)
        .as("correlation of neighbours, %s, seed %d", law, SEED)
        .isCloseTo(0.0, within(4 / StrictMath.sqrt(blocks)));
  }

  private static double[] gains(FadingLaw law, int blocks) {
    FadingProcess process = law.process(SEED, BLOCK);
    double[] gains = new double[blocks];
    for (int i = 0; i < blocks; i++) {
      gains[i] = process.gain(i);
    }
    return gains;
  }
}
