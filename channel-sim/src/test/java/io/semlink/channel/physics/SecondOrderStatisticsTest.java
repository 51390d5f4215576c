package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SecondOrderStatisticsTest {
  /** Values of scipy.special.j0, on both sides of where the method changes. */
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0.5, 0.938469807240813",
    "-1, 0.7651976865579665",
    "2.404825557695773, -9.586882554916807e-17",
    "5, -0.1775967713143383",
    "10, -0.24593576445134832",
    "20, 0.16702466434058322",
    "24.999, 0.09614138240616844",
    "25, 0.09626678327595801",
    "25.001, 0.09639208286496316",
    "30, -0.08636798358104031",
    "50, 0.055812327669252086",
    "100, 0.01998585030422333",
    "1000, 0.02478668615242003"
  })
  void besselFunction(double x, double expected) {
    assertThat(Bessel.j0(x)).isCloseTo(expected, within(1e-15));
  }

  /** Of the lags called coherence time, the project means the first. */
  @Test
  void lagsThatAreCalledCoherenceTime() {
    assertThat(SecondOrderStatistics.coherenceTimeSeconds(10)).isCloseTo(0.0242098, within(5e-8));
    assertThat(SecondOrderStatistics.autocorrelation(1, 0.24209759593284702))
        .isCloseTo(0.5, within(1e-15));
    assertThat(SecondOrderStatistics.autocorrelation(1, 0.382740)).isCloseTo(0, within(2e-6));
    assertThat(9 / (16 * Math.PI)).isCloseTo(0.179049, within(5e-7));
    assertThat(Math.sqrt(9 / (16 * Math.PI))).isCloseTo(0.423142, within(5e-7));
  }

  @Test
  void crossingsOfTheRootMeanSquare() {
    CorrelatedRayleigh law = new CorrelatedRayleigh(20);

    double rate = SecondOrderStatistics.levelCrossingRate(law, 1.0);
    double duration = SecondOrderStatistics.averageFadeDuration(law, 1.0);

    assertThat(rate / 20).isCloseTo(0.9221370, within(5e-8));
    assertThat(duration * 20).isCloseTo(0.6854953, within(5e-8));
    assertThat(rate * duration).isCloseTo(-StrictMath.expm1(-1), within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 1, 2})
  void fadeDurationOfRayleigh(double rho) {
    double expected = StrictMath.expm1(rho * rho) / (rho * 7 * StrictMath.sqrt(2 * StrictMath.PI));

    assertThat(SecondOrderStatistics.averageFadeDuration(new CorrelatedRayleigh(7), rho))
        .isCloseTo(expected, withinPercentage(1e-10));
  }

  /**
   * For a line of sight without shift: sqrt(2 pi (K+1)) rho e^(-K-(K+1)rho^2) I0(2 rho
   * sqrt(K(K+1))).
   */
  @ParameterizedTest
  @CsvSource({
    "-40, 0.3, 0.6872313614798071",
    "-40, 1.2, 0.7126321550364049",
    "0, 0.3, 0.3883037438509514",
    "0, 1, 0.7504997970031575",
    "6, 0.3, 0.07518988006620057",
    "6, 1.2, 0.5202302347210304",
    "20, 1, 0.7075477703640222",
    "40, 1, 0.7071112005075207"
  })
  void crossingsWithALineOfSight(double factorDb, double rho, double perPeriod) {
    CorrelatedRician law = new CorrelatedRician(factorDb, 10, 90);

    assertThat(SecondOrderStatistics.levelCrossingRate(law, rho))
        .isCloseTo(10 * perPeriod, withinPercentage(1e-7));
    assertThat(SecondOrderStatistics.averageFadeDuration(law, rho))
        .isCloseTo(law.cumulative(rho * rho) / (10 * perPeriod), withinPercentage(1e-7));
  }

  @Test
  void aWeakLineOfSightChangesNothing() {
    double rayleigh = SecondOrderStatistics.levelCrossingRate(new CorrelatedRayleigh(10), 0.5);

    assertThat(SecondOrderStatistics.levelCrossingRate(new CorrelatedRician(-40, 10, 0), 0.5))
        .isCloseTo(rayleigh, withinPercentage(0.03));
  }
}
