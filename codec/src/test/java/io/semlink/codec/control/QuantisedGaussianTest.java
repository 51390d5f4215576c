package io.semlink.codec.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.hyperprior.Deadzone;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantisedGaussianTest {
  /** Monte Carlo with 10^6 draws; entropy and error agree within five standard errors. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.7, 1.5, 3.9, 4.1, 20})
  void agreesWithSampling(double sigma) {
    long seed = 11;
    Random random = new Random(seed);
    int draws = 1_000_000;
    int reach = 200;
    int[] count = new int[2 * reach + 1];
    double error = 0;
    for (int i = 0; i < draws; i++) {
      double v = sigma * random.nextGaussian();
      int rounded = quantise(v, sigma);
      count[rounded + reach]++;
      error += (v - rounded) * (v - rounded);
    }
    double entropy = 0;
    for (int n : count) {
      double p = (double) n / draws;
      entropy -= n == 0 ? 0 : p * Math.log(p) / Math.log(2);
    }

    QuantisedGaussian law = QuantisedGaussian.of(sigma);

    assertThat(law.entropyBits()).as("seed %d", seed).isCloseTo(entropy, within(0.006));
    assertThat(law.squaredError()).as("seed %d", seed).isCloseTo(error / draws, within(0.0006));
  }

  private static int quantise(double v, double sigma) {
    double magnitude = Math.abs(v);
    int nearest = (int) Math.rint(magnitude);
    boolean lower = nearest > 0 && magnitude < nearest - 0.5 + Deadzone.threshold(sigma, nearest);
    return (v < 0 ? -1 : 1) * (lower ? nearest - 1 : nearest);
  }

  @Test
  void tinyScalesCostAndLoseNothing() {
    QuantisedGaussian law = QuantisedGaussian.of(0.05);
    assertThat(law.entropyBits()).isCloseTo(0, within(1e-6));
    assertThat(law.squaredError()).isCloseTo(0.0025, within(1e-5));
  }
}
