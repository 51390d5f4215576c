package io.semlink.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelStatisticsTest {
  private static final long SEED = 20261121;
  private static final int PHOTOS = 400;
  private static final int CHANNELS = 50;
  private static final double[] EQUAL = new double[CHANNELS];

  static {
    java.util.Arrays.fill(EQUAL, 1);
  }

  @Test
  void aSetFollowsItselfAndNotItsNegative() {
    List<short[]> some = noise(new Random(SEED));
    List<short[]> negative = new ArrayList<>();
    for (short[] values : some) {
      short[] other = new short[values.length];
      for (int i = 0; i < values.length; i++) {
        other[i] = (short) (7 - 2 * values[i]);
      }
      negative.add(other);
    }
    assertThat(ChannelStatistics.pearson(some, some, 0, EQUAL)).isCloseTo(1, within(1e-12));
    assertThat(ChannelStatistics.pearson(some, negative, 0, EQUAL)).isCloseTo(-1, within(1e-12));
  }

  /**
   * The mean of 50 coefficients over 400 photos has a standard deviation of 1 / sqrt(399 * 50) =
   * 0.0071; five of them are exceeded with a probability of 6e-7.
   */
  @Test
  void independentSetsAreUncorrelated() {
    Random random = new Random(SEED);
    double r = ChannelStatistics.pearson(noise(random), noise(random), 0, EQUAL);
    assertThat(r).as("seed %d", SEED).isBetween(-0.036, 0.036);
  }

  @Test
  void channelsThatDoNotVaryOrHaveNoWeightDoNotCount() {
    List<short[]> a = List.of(new short[] {1, 5, 3}, new short[] {2, 5, 9}, new short[] {3, 5, 1});
    List<short[]> b = List.of(new short[] {1, 8, 4}, new short[] {2, 9, 1}, new short[] {3, 7, 2});
    assertThat(ChannelStatistics.pearson(a, b, 0, new double[] {1, 1, 0}))
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void varianceIsThatOfEachChannelOverPhotosAndCells() {
    List<short[]> latents = List.of(new short[] {0, 10, 2, 10}, new short[] {4, 10, 6, 10});
    double[] variances = ChannelStatistics.variances(latents, 2);
    assertThat(variances).containsExactly(new double[] {5, 0}, within(1e-12));
    assertThat(ChannelStatistics.strongest(variances, 1)).containsExactly(1, 0);
  }

  private static List<short[]> noise(Random random) {
    List<short[]> photos = new ArrayList<>();
    for (int i = 0; i < PHOTOS; i++) {
      short[] values = new short[CHANNELS];
      for (int c = 0; c < CHANNELS; c++) {
        values[c] = (short) Math.round(1000 * random.nextGaussian());
      }
      photos.add(values);
    }
    return photos;
  }
}
