package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the laws against reference values; each resource file names its formula. */
final class ClosedFormsTest {
  private static final Offset<Double> CLOSED_FORM = within(1e-12);
  private static final Offset<Double> QUADRATURE = within(1e-9);
  private static final FadingLaw RAYLEIGH = new Rayleigh();

  @ParameterizedTest
  @CsvFileSource(resources = "awgn_budget.csv", numLinesToSkip = 1)
  void capacityOfWhiteNoise(double snrDb, double capacityBps, double bits20, double bits30) {
    Block block = new Block(0, 1.0, snrDb, 1e6, Duration.ofSeconds(1));

    assertThat(block.capacityBps()).isCloseTo(capacityBps, within(1e-8));
    assertThat(block.capacityBps() * 0.020).isCloseTo(bits20, within(1e-9));
    assertThat(block.capacityBps() * 0.030).isCloseTo(bits30, within(1e-9));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "rayleigh_outage.csv", numLinesToSkip = 1)
  void rayleighOutage(double snrDb, double rate, double outage) {
    assertThat(ClosedForms.outage(RAYLEIGH, Decibels.toLinear(snrDb), rate))
        .isCloseTo(outage, CLOSED_FORM);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "latency_outage.csv", numLinesToSkip = 1)
  void rayleighOutageOfMessage(long bits, double outage) {
    Duration limit = Duration.ofMillis(20);

    assertThat(ClosedForms.outage(RAYLEIGH, 10.0, 1e6, bits, limit))
        .isCloseTo(outage, within(5e-9));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "rayleigh_epsilon_capacity.csv", numLinesToSkip = 1)
  void rayleighEpsilonOutageCapacity(double snrDb, double epsilon, double capacity) {
    assertThat(ClosedForms.epsilonOutageCapacity(RAYLEIGH, Decibels.toLinear(snrDb), epsilon))
        .isCloseTo(capacity, CLOSED_FORM);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "rayleigh_ergodic.csv", numLinesToSkip = 1)
  void rayleighErgodicCapacity(double snrDb, double capacity) {
    assertThat(ClosedForms.ergodicCapacity(RAYLEIGH, Decibels.toLinear(snrDb)))
        .isCloseTo(capacity, QUADRATURE);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "rician.csv", numLinesToSkip = 1)
  void rician(double factor, double snrDb, double rate, double outage, double ergodic) {
    FadingLaw law = factor == 0.0 ? RAYLEIGH : new Rician(Decibels.fromLinear(factor));
    double snr = Decibels.toLinear(snrDb);

    assertThat(ClosedForms.outage(law, snr, rate)).isCloseTo(outage, CLOSED_FORM);
    assertThat(ClosedForms.ergodicCapacity(law, snr)).isCloseTo(ergodic, QUADRATURE);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "nakagami.csv", numLinesToSkip = 1)
  void nakagami(double m, double snrDb, double rate, double outage, double ergodic) {
    FadingLaw law = new Nakagami(m);
    double snr = Decibels.toLinear(snrDb);

    assertThat(ClosedForms.outage(law, snr, rate)).isCloseTo(outage, CLOSED_FORM);
    assertThat(ClosedForms.ergodicCapacity(law, snr)).isCloseTo(ergodic, QUADRATURE);
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
        new FadingLaw[] {RAYLEIGH, new Rician(6), new Nakagami(0.5), new Nakagami(3)}) {
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
