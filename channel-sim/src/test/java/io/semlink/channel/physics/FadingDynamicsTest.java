package io.semlink.channel.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.inference.TTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds how drawn gains move in time against theory. A long realisation is cut into stretches that
 * hardly depend on each other, and Student's t-test asks whether a figure's mean over the stretches
 * may be the theory's, at the 1e-4 level: so many right generators would fail with a seed drawn at
 * random, per figure. Seeds are fixed, so the verdicts never change.
 */
final class FadingDynamicsTest {
  private static final long SEED = 20_240_711L;
  private static final double FALSE_ALARM = 1e-4;
  private static final int STRETCHES = 50;
  private static final double DOPPLER_HZ = 100;

  /** {@code J0(2 pi f_D tau)} up to five Doppler periods; the imaginary part is 0. */
  @Test
  void scatterIsCorrelatedAsJakesSays() {
    int[] lags = {0, 2, 5, 10, 20, 38, 61, 100, 200, 500};
    int blocks = 80_000;
    double[][] real = new double[lags.length][STRETCHES];
    double[][] imaginary = new double[lags.length][STRETCHES];
    FadingProcess process =
        new CorrelatedRayleigh(DOPPLER_HZ).process(SEED, Duration.ofNanos(100_000));
    for (int i = 0; i < STRETCHES; i++) {
      Complex[] h = new Complex[blocks];
      for (int n = 0; n < blocks; n++) {
        h[n] = process.coefficient((long) i * blocks + n);
      }
      for (int k = 0; k < lags.length; k++) {
        int pairs = blocks - lags[k];
        for (int n = 0; n < pairs; n++) {
          Complex now = h[n];
          Complex later = h[n + lags[k]];
          real[k][i] += (later.re() * now.re() + later.im() * now.im()) / pairs;
          imaginary[k][i] += (later.im() * now.re() - later.re() * now.im()) / pairs;
        }
      }
    }

    for (int k = 0; k < lags.length; k++) {
      double theory = SecondOrderStatistics.autocorrelation(DOPPLER_HZ, lags[k] * 1e-4);
      assertMean("correlation at lag " + lags[k], real[k], theory, 0.02);
      if (lags[k] > 0) {
        assertMean("imaginary part at lag " + lags[k], imaginary[k], 0.0, 0.02);
      }
    }
  }

  /** How often levels are crossed, and how long the gain stays below them. */
  @Test
  void rayleighFadesAsOftenAndAsLongAsRiceSays() {
    CorrelatedRayleigh law = new CorrelatedRayleigh(DOPPLER_HZ);

    assertFades(
        law,
        rho -> SecondOrderStatistics.levelCrossingRate(law, rho),
        rho -> SecondOrderStatistics.averageFadeDuration(law, rho),
        0.1,
        0.3,
        1.0,
        1.5);
  }

  @ParameterizedTest
  @CsvSource({"6, 0", "6, 45", "6, 90", "0, 30"})
  void ricianFadesAsOftenAndAsLongAsTheFormulaSays(double factorDb, double degrees) {
    CorrelatedRician law = new CorrelatedRician(factorDb, DOPPLER_HZ, degrees);

    assertFades(
        law,
        rho -> SecondOrderStatistics.levelCrossingRate(law, rho),
        rho -> SecondOrderStatistics.averageFadeDuration(law, rho),
        0.5,
        1.0,
        1.2);
  }

  /** 500 blocks to the Doppler period, so that hardly a fade falls between two blocks. */
  private static void assertFades(
      FadingLaw law, DoubleUnaryOperator rate, DoubleUnaryOperator duration, double... levels) {
    int blocks = 80_000;
    double blockSeconds = 2e-5;
    double seconds = blocks * blockSeconds;
    double[][] crossings = new double[levels.length][STRETCHES];
    double[][] excess = new double[levels.length][STRETCHES];
    FadingProcess process = law.process(SEED, Duration.ofNanos(20_000));
    double[] gains = new double[blocks];
    for (int i = 0; i < STRETCHES; i++) {
      for (int n = 0; n < blocks; n++) {
        gains[n] = process.gain((long) i * blocks + n);
      }
      for (int k = 0; k < levels.length; k++) {
        double level = levels[k] * levels[k];
        boolean below = true;
        for (double gain : gains) {
          boolean isBelow = gain < level;
          crossings[k][i] += isBelow && !below ? 1 : 0;
          excess[k][i] += isBelow ? blockSeconds : 0;
          below = isBelow;
        }
        excess[k][i] -= duration.applyAsDouble(levels[k]) * crossings[k][i];
      }
    }

    for (int k = 0; k < levels.length; k++) {
      double expected = rate.applyAsDouble(levels[k]) * seconds;
      String what = law + " and level " + levels[k];
      assertMean("crossings of " + what, crossings[k], expected, 0.1 * expected);
      double timeBelow = expected * duration.applyAsDouble(levels[k]);
      assertMean("time below, of " + what, excess[k], 0.0, 0.1 * timeBelow);
    }
  }

  /** {@code e^(-|tau| / T)}, within and across what is drawn at once. */
  @Test
  void shadowingIsCorrelatedAsGudmundsonSays() {
    int[] lags = {0, 1, 7, 63, 64, 65, 200, 400, 1000};
    int steps = 80_000;
    double[][] products = new double[lags.length][STRETCHES];
    GaussMarkov shadow = new GaussMarkov(SEED, 0.005);
    double[] values = new double[steps];
    for (int i = 0; i < STRETCHES; i++) {
      for (int n = 0; n < steps; n++) {
        values[n] = shadow.value((long) i * steps + n);
      }
      for (int k = 0; k < lags.length; k++) {
        int pairs = steps - lags[k];
        for (int n = 0; n < pairs; n++) {
          products[k][i] += values[n] * values[n + lags[k]] / pairs;
        }
      }
    }

    for (int k = 0; k < lags.length; k++) {
      assertMean("lag " + lags[k], products[k], StrictMath.exp(-0.005 * lags[k]), 0.05);
    }
  }

  private static void assertMean(String what, double[] figures, double theory, double tolerance) {
    double mean = 0;
    for (double figure : figures) {
      mean += figure / figures.length;
    }
    assertThat(mean).as("%s, seed %d", what, SEED).isCloseTo(theory, within(tolerance));
    assertThat(TTest.withDefaults().withMu(theory).test(figures).getPValue())
        .as("p-value of %s: %s for %s, seed %d", what, mean, theory, SEED)
        .isGreaterThan(FALSE_ALARM);
  }
}
