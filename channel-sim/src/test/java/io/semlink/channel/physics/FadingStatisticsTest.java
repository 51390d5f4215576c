package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
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

  /** How many blocks further gains are independent for sure: two stays of a set of sinusoids. */
  private static final long APART = 192;

  /** Laws without memory. */
  static Stream<FadingLaw> laws() {
    return Stream.of(
        new Rayleigh(),
        new Rician(-3),
        new Rician(0),
        new Rician(Decibels.fromLinear(4)),
        new Rician(10),
        new Nakagami(0.5),
        new Nakagami(1),
        new Nakagami(2),
        new Nakagami(4.3));
  }

  /** Laws with a memory, which is short against {@link #APART} blocks. */
  static Stream<FadingLaw> lawsWithMemory() {
    return Stream.of(
        new CorrelatedRayleigh(10),
        new CorrelatedRician(-3, 10, 0),
        new CorrelatedRician(6, 10, 45),
        new Shadowed(new NoFading(), 8, Duration.ofMillis(400)),
        new Shadowed(new Rayleigh(), 4, Duration.ofMillis(400)),
        new Shadowed(new CorrelatedRayleigh(10), 8, Duration.ofMillis(400)));
  }

  /** Kolmogorov-Smirnov at the 0.001 level: one right sampler in a thousand would fail, per law. */
  @ParameterizedTest
  @MethodSource("laws")
  void gainsFollowTheLaw(FadingLaw law) {
    assertLaw(law, gains(law, 100_000));
  }

  /** The same for blocks of one realisation that are far apart. */
  @ParameterizedTest
  @MethodSource("lawsWithMemory")
  void distantGainsFollowTheLaw(FadingLaw law) {
    FadingProcess process = law.process(SEED, BLOCK);
    assertLaw(law, IntStream.range(0, 20_000).mapToDouble(i -> process.gain(i * APART)).toArray());
  }

  /** The same for one block of many realisations. */
  @ParameterizedTest
  @MethodSource("lawsWithMemory")
  void gainsOfOtherSeedsFollowTheLaw(FadingLaw law) {
    assertLaw(
        law,
        IntStream.range(0, 10_000)
            .mapToDouble(seed -> law.process(seed, BLOCK).gain(1234))
            .toArray());
  }

  private static void assertLaw(FadingLaw law, double[] gains) {
    double p = KolmogorovSmirnovTest.withDefaults().test(gains, law::cumulative).getPValue();

    assertThat(p).as("p-value of %s, seed %d", law, SEED).isGreaterThan(0.001);
  }

  /** Shadowing in decibels is normal about its median: Kolmogorov-Smirnov at the 0.001 level. */
  @Test
  void shadowingIsNormalInDecibels() {
    FadingProcess process =
        new Shadowed(new NoFading(), 8, Duration.ofMillis(400)).process(SEED, BLOCK);
    double medianDb = -64 * StrictMath.log(10) / 20;
    double[] deviations =
        IntStream.range(0, 20_000)
            .mapToDouble(i -> (Decibels.fromLinear(process.gain(i * APART)) - medianDb) / 8)
            .toArray();

    double p =
        KolmogorovSmirnovTest.withDefaults()
            .test(deviations, z -> 0.5 * Erfc.value(-z / Math.sqrt(2)))
            .getPValue();
    assertThat(p).as("p-value, seed %d", SEED).isGreaterThan(0.001);
  }

  /** Phases without a fixed line of sight are uniform: Kolmogorov-Smirnov at the 0.001 level. */
  @ParameterizedTest
  @MethodSource("lawsOfUniformPhase")
  void phasesAreUniform(FadingLaw law) {
    FadingProcess process = law.process(SEED, BLOCK);
    double[] turns =
        IntStream.range(0, 20_000)
            .mapToObj(i -> process.coefficient(i * APART))
            .mapToDouble(h -> StrictMath.atan2(h.im(), h.re()) / (2 * Math.PI) + 0.5)
            .toArray();

    double p = KolmogorovSmirnovTest.withDefaults().test(turns, turn -> turn).getPValue();
    assertThat(p).as("p-value of %s, seed %d", law, SEED).isGreaterThan(0.001);
  }

  static Stream<FadingLaw> lawsOfUniformPhase() {
    return Stream.of(
        new Rayleigh(),
        new Nakagami(2),
        new CorrelatedRayleigh(10),
        new Shadowed(new Nakagami(2), 8, Duration.ofMillis(400)));
  }

  /** The phase of a line of sight is another in every realisation, and turns at its own shift. */
  @Test
  void lineOfSightTurnsAtItsShift() {
    CorrelatedRician law = new CorrelatedRician(40, 10, 60);
    FadingProcess process = law.process(SEED, Duration.ofMillis(10));
    FadingProcess other = law.process(SEED + 1, Duration.ofMillis(10));

    assertThat(law.lineOfSightDopplerHz()).isCloseTo(5.0, within(1e-14));
    for (int n = 0; n < 100; n++) {
      Complex now = process.coefficient(n);
      Complex next = process.coefficient(n + 1);
      double re = next.re() * now.re() + next.im() * now.im();
      double im = next.im() * now.re() - next.re() * now.im();
      assertThat(StrictMath.atan2(im, re)).isCloseTo(2 * Math.PI * 0.05, within(0.05));
    }
    assertThat(process.coefficient(0).re()).isNotCloseTo(other.coefficient(0).re(), within(0.05));
  }

  /** The power of a complex gain is the power gain but for rounding. */
  @ParameterizedTest
  @MethodSource({"laws", "lawsWithMemory"})
  void complexGainsHaveThePowerOfTheGains(FadingLaw law) {
    FadingProcess process = law.process(SEED, BLOCK);
    for (int n = -1000; n < 1000; n++) {
      double gain = process.gain(n);
      assertThat(process.coefficient(n).power()).isCloseTo(gain, within(1e-14 * gain));
    }
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
   * Mean power is 1, its variance is the law's, and blocks are uncorrelated, each within 4 sigma
   * (false alarm 6e-5 per law and figure).
   */
  @ParameterizedTest
  @MethodSource("laws")
  void gainsHaveTheLawsMomentsAndNoMemory(FadingLaw law) {
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
    double error = 0;
    for (double gain : gains) {
      double deviation = (gain - mean) * (gain - mean) - variance;
      error += deviation * deviation / blocks;
    }
    assertThat(variance)
        .as("variance of %s, seed %d", law, SEED)
        .isCloseTo(variance(law), within(4 * StrictMath.sqrt(error / blocks)));
    assertThat(covariance / variance)
        .as("correlation of neighbours, %s, seed %d", law, SEED)
        .isCloseTo(0.0, within(4 / StrictMath.sqrt(blocks)));
  }

  private static double variance(FadingLaw law) {
    if (law instanceof Rician rician) {
      double k = rician.factor();
      return (1 + 2 * k) / ((1 + k) * (1 + k));
    }
    return law instanceof Nakagami nakagami ? 1 / nakagami.m() : 1;
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
