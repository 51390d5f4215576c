package io.semlink.channel.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.semlink.channel.physics.RandomStreams;
import java.util.Arrays;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

/**
 * Holds drawn noise against the normal law. Seeds are fixed, so the verdicts never change; the
 * false-alarm probabilities say how likely a right sampler would have been to fail with a seed
 * drawn at random.
 */
final class GaussianNoiseTest {
  private static final long SEED = 20_000_508L;
  private static final int DRAWS = 20_000_000;

  /** Right edge of the lowest layer, beyond which the tail is drawn by a method of its own. */
  private static final double TAIL = 3.6541528853610088;

  private static final float[] GOLDEN_IN_PHASE = {2.2663624f, -0.17656712f, 0.34122592f};
  private static final float[] GOLDEN_QUADRATURE = {0.90849304f, -0.33826506f, 0.24686493f};

  /** Kolmogorov-Smirnov at the 0.001 level on either coordinate: a false alarm in 500. */
  @Test
  void coordinatesFollowTheNormalLaw() {
    int samples = 50_000;
    float[] inPhase = new float[samples];
    float[] quadrature = new float[samples];
    GaussianNoise.add(RandomStreams.open(SEED, 0), 2.0, inPhase, quadrature, 0, samples);

    assertThat(pValue(inPhase)).as("seed %d", SEED).isGreaterThan(0.001);
    assertThat(pValue(quadrature)).as("seed %d", SEED).isGreaterThan(0.001);
  }

  /** Each moment within 4 sigma of its sampling law (false alarm 6e-5 each, 4e-4 together). */
  @Test
  void momentsAreThoseOfTheNormalLaw() {
    int samples = 2_000_000;
    double variance = 0.25;
    float[] inPhase = new float[samples];
    float[] quadrature = new float[samples];
    GaussianNoise.add(RandomStreams.open(SEED, 1), variance, inPhase, quadrature, 0, samples);
    double deviation = Math.sqrt(variance / 2);
    double mean = 0;
    double square = 0;
    double cube = 0;
    double fourth = 0;
    double product = 0;
    double following = 0;
    for (int i = 0; i < samples; i++) {
      double x = inPhase[i] / deviation;
      mean += x / samples;
      square += x * x / samples;
      cube += x * x * x / samples;
      fourth += x * x * x * x / samples;
      product += x * quadrature[i] / deviation / samples;
      following += quadrature[i] / deviation * inPhase[(i + 1) % samples] / deviation / samples;
    }

    double sigma = 1 / Math.sqrt(samples);
    assertThat(mean).isCloseTo(0, within(4 * sigma));
    assertThat(square).isCloseTo(1, within(4 * sigma * Math.sqrt(2)));
    assertThat(cube).isCloseTo(0, within(4 * sigma * Math.sqrt(15)));
    assertThat(fourth).isCloseTo(3, within(4 * sigma * Math.sqrt(96)));
    assertThat(product).as("of the coordinates of a sample").isCloseTo(0, within(4 * sigma));
    assertThat(following).as("of one draw and the next").isCloseTo(0, within(4 * sigma));
  }

  /**
   * Draws beyond 1, 2, 3.5 and 5 sigma on either side are as many as the law says, within 4 sigma
   * of the binomial law (false alarm 6e-5 each but for the last, which expects 5.7 a side: above
   * 15.3 by Poisson 3e-4), and those of the tail follow it by Kolmogorov-Smirnov at the 0.001
   * level.
   */
  @Test
  void tailsAreThoseOfTheNormalLaw() {
    double[] limits = {1, 2, 3.5, 5};
    int[] above = new int[limits.length];
    int[] below = new int[limits.length];
    double[] tail = new double[DRAWS / 1000];
    int tails = 0;
    UniformRandomProvider random = RandomStreams.open(SEED, 2);
    for (int i = 0; i < DRAWS; i++) {
      double x = GaussianNoise.normal(random);
      for (int k = 0; k < limits.length && Math.abs(x) > limits[k]; k++) {
        (x > 0 ? above : below)[k]++;
      }
      if (Math.abs(x) > TAIL) {
        tail[tails++] = Math.abs(x);
      }
    }

    for (int k = 0; k < limits.length; k++) {
      double expected = DRAWS * survival(limits[k]);
      assertThat((double) above[k]).isCloseTo(expected, within(4 * Math.sqrt(expected)));
      assertThat((double) below[k]).isCloseTo(expected, within(4 * Math.sqrt(expected)));
      assertThat(above[k]).isPositive();
      assertThat(below[k]).isPositive();
    }
    double p =
        KolmogorovSmirnovTest.withDefaults()
            .test(Arrays.copyOf(tail, tails), x -> 1 - survival(x) / survival(TAIL))
            .getPValue();
    assertThat(p).as("%d draws in the tail, seed %d", tails, SEED).isGreaterThan(0.001);
  }

  /** Recorded once; a change here breaks every recording ever made of a link with noise. */
  @Test
  void realisationsAreFrozen() {
    float[] inPhase = new float[100_000];
    float[] quadrature = new float[100_000];
    GaussianNoise.add(RandomStreams.open(1, 0), 1.0, inPhase, quadrature, 0, inPhase.length);

    assertThat(pick(inPhase)).containsExactly(GOLDEN_IN_PHASE);
    assertThat(pick(quadrature)).containsExactly(GOLDEN_QUADRATURE);
  }

  @Test
  void refusesANegativeVariance() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> GaussianNoise.add(RandomStreams.open(1, 0), -1, new float[1], new float[1], 0, 1))
        .withMessageContaining("-1");
  }

  /** The first sample, the second, and one behind all ways through the method. */
  private static float[] pick(float[] samples) {
    return new float[] {samples[0], samples[1], samples[samples.length - 1]};
  }

  private static double survival(double x) {
    return 0.5 * Erfc.value(x / Math.sqrt(2));
  }

  private static double pValue(float[] samples) {
    double[] values = new double[samples.length];
    for (int i = 0; i < samples.length; i++) {
      values[i] = samples[i];
    }
    return KolmogorovSmirnovTest.withDefaults().test(values, x -> 1 - survival(x)).getPValue();
  }
}
