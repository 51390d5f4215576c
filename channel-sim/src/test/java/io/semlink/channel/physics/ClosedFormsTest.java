package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties of the closed forms beyond the reference values. */
final class ClosedFormsTest {
  private static final FadingLaw RAYLEIGH = new Rayleigh();

  @ParameterizedTest
  @CsvSource({"14110, .06112316", "30000, .16710085", "69190, .63213974"})
  void rayleighOutageOfMessage(long bits, double outage) {
    Duration limit = Duration.ofMillis(20);

    assertThat(ClosedForms.outage(RAYLEIGH, 10.0, 1e6, bits, limit))
        .isCloseTo(outage, within(5e-9));
  }

  /**
   * The mean of a time is the integral of the probability that it takes longer, and under Rayleigh
   * fading this falls like 1/t only: the mean air time of any message is infinite.
   */
  @Test
  void meanAirTimeUnderRayleighFadingDiverges() {
    long bits = 10_000;
    double bandwidthHz = 1e6;
    double snr = 10.0;
    double tail = bits * StrictMath.log(2.0) / (bandwidthHz * snr);
    for (int seconds : new int[] {10, 1000, 100_000}) {
      double later =
          ClosedForms.outage(RAYLEIGH, snr, bandwidthHz, bits, Duration.ofSeconds(seconds));

      assertThat(seconds * later).isCloseTo(tail, withinPercentage(0.1));
    }
  }

  @Test
  void withoutFadingOutageIsAStep() {
    FadingLaw law = new NoFading();

    assertThat(ClosedForms.outage(law, 1.0, 1.0 - 1e-9)).isZero();
    assertThat(ClosedForms.outage(law, 1.0, 1.0 + 1e-9)).isOne();
    assertThat(ClosedForms.ergodicCapacity(law, 1.0)).isEqualTo(1.0);
    assertThat(ClosedForms.epsilonOutageCapacity(law, 1.0, 0.1)).isEqualTo(1.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.01, 0.5, 0.9, 0.999999})
  void quantileInvertsCumulative(double probability) {
    for (FadingLaw law :
        new FadingLaw[] {
          RAYLEIGH,
          new Rician(6),
          new Nakagami(0.5),
          new Nakagami(3),
          new CorrelatedRayleigh(10),
          new CorrelatedRician(6, 10, 45),
          new Shadowed(new Rayleigh(), 8, Duration.ofSeconds(1)),
          new Shadowed(new NoFading(), 20, Duration.ofSeconds(1))
        }) {
      assertThat(law.cumulative(law.quantile(probability)))
          .as("%s", law)
          .isCloseTo(probability, within(1e-12));
    }
  }

  /** To second order the mean of log2(1 + snr x) is less by the curvature times the variance. */
  @Test
  void strongLineOfSightApproachesWhiteNoise() {
    double k = 200;
    double variance = (1 + 2 * k) / ((1 + k) * (1 + k));
    double curvature = Math.pow(10.0 / 11.0, 2) / Math.log(2);

    assertThat(ClosedForms.ergodicCapacity(new Rician(Decibels.fromLinear(k)), 10.0))
        .isCloseTo(Capacity.spectralEfficiency(10.0) - curvature * variance / 2, within(1e-4));
  }
}
