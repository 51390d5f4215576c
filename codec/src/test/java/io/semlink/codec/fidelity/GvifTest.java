package io.semlink.codec.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.hyperprior.Scales;
import io.semlink.codec.mask.KeepMask;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Unit vectors follow from eq. (27) by hand; .5224427366 is log2(3.5) / log2(11). */
class GvifTest {
  private static final double GAMMA_SQUARED = 0.1;

  @Test
  void everythingUndistortedIsOne() {
    assertThat(gvif(1, 1, true)).isEqualTo(1);
  }

  @Test
  void nothingKeptIsZero() {
    assertThat(gvif(1, 1, false)).isZero();
  }

  @Test
  void keptButFullyDistortedIsZero() {
    assertThat(gvif(1, 0, true)).isZero();
  }

  @Test
  void publishedVectors() {
    assertThat(gvif(1, 0.5, true)).isCloseTo(0.5224427366, within(1e-10));
    assertThat(gvif(1, 0.9, true)).isCloseTo(0.9209219596, within(1e-10));
  }

  @Test
  void scalesOfVisualNoiseCountTheKeptShare() {
    double theta = Math.sqrt(GAMMA_SQUARED);
    boolean[] kept = {true, false, false, true, false};
    double[] all = new double[5];
    Arrays.fill(all, theta);
    double[] beta = {1, 1, 1, 1, 1};
    assertThat(Gvif.of(all, beta, kept, GAMMA_SQUARED).value()).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void jointScalingOfScalesAndNoiseChangesNothing() {
    double[] theta = {0.2, 1, 7};
    double[] scaled = {0.6, 3, 21};
    double[] beta = {0.3, 0.8, 1};
    boolean[] kept = {true, false, true};
    assertThat(Gvif.of(scaled, beta, kept, 9 * GAMMA_SQUARED).value())
        .isCloseTo(Gvif.of(theta, beta, kept, GAMMA_SQUARED).value(), within(1e-12));
  }

  @Test
  void ratiosAboveOneAreClippedAndReported() {
    double[] theta = {1, 1};
    double[] beta = {1.5, 0.5};
    boolean[] kept = {true, true};
    Gvif gvif = Gvif.of(theta, beta, kept, GAMMA_SQUARED);
    assertThat(gvif.clippedShare()).isEqualTo(0.5);
    assertThat(gvif.value()).isCloseTo((1 + 0.5224427366) / 2, within(1e-10));
  }

  @Test
  void growsWithTheMaskAndTheRatios() {
    long seed = 20251121;
    Random random = new Random(seed);
    for (int trial = 0; trial < 200; trial++) {
      double[] theta = random.doubles(40, 0, 5).toArray();
      double[] beta = random.doubles(40, 0, 1).toArray();
      boolean[] kept = new boolean[40];
      double before = 0;
      for (int i : shuffled(random)) {
        kept[i] = true;
        double now = Gvif.of(theta, beta, kept, GAMMA_SQUARED).value();
        assertThat(now).as("seed %d", seed).isBetween(before, 1.0);
        before = now;
      }
      double[] better = Arrays.stream(beta).map(b -> Math.min(1, b * 1.1)).toArray();
      assertThat(Gvif.of(theta, better, kept, GAMMA_SQUARED).value())
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(before);
    }
  }

  @Test
  void indexFormAgreesWithTheDefinition() {
    long seed = 7;
    Random random = new Random(seed);
    int cells = 6;
    int channels = 50;
    byte[] reference = new byte[cells * channels];
    byte[] chosen = new byte[cells * channels];
    double[] theta = new double[reference.length];
    double[] beta = new double[reference.length];
    boolean[] elementKept = new boolean[reference.length];
    boolean[] kept = {true, false, true, true, false, true};
    for (int i = 0; i < reference.length; i++) {
      reference[i] = (byte) (1 + random.nextInt(63));
      chosen[i] = (byte) random.nextInt(64);
      theta[i] = Scales.sigma(reference[i]);
      beta[i] = Scales.sigma(chosen[i]) / theta[i];
      elementKept[i] = kept[i / channels];
    }
    Gvif expected = Gvif.of(theta, beta, elementKept, GAMMA_SQUARED);
    Gvif actual = Gvif.of(reference, chosen, new KeepMask(2, 3, kept), GAMMA_SQUARED);
    assertThat(actual.value()).isCloseTo(expected.value(), within(1e-12));
    assertThat(actual.clippedShare()).isCloseTo(expected.clippedShare(), within(1e-12));
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> gvif(Double.NaN, 1, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> gvif(1, -1, true)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Gvif.of(new double[] {1}, new double[] {1}, new boolean[] {true}, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double gvif(double theta, double beta, boolean kept) {
    double[] thetas = {theta, theta, theta};
    double[] betas = {beta, beta, beta};
    boolean[] mask = {kept, kept, kept};
    return Gvif.of(thetas, betas, mask, GAMMA_SQUARED).value();
  }

  private static int[] shuffled(Random random) {
    int[] order = new int[40];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
