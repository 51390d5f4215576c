package io.semlink.codec.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.hyperprior.Scales;
import io.semlink.codec.mask.KeepMask;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GvifMapTest {
  private static final double GAMMA_SQUARED = 0.1;
  private static final int ROWS = 3;
  private static final int COLUMNS = 5;
  private static final int CHANNELS = 40;
  private static final long SEED = 20251121;

  private final Random random = new Random(SEED);

  @Test
  void keptTimesShareSumsToGvif() {
    for (int trial = 0; trial < 50; trial++) {
      byte[] reference = indices(0, 64);
      byte[] chosen = indices(0, 64);
      KeepMask mask = mask();
      double[] kept = GvifMap.kept(reference, chosen, mask, GAMMA_SQUARED).values();
      double[] share = GvifMap.share(reference, ROWS, COLUMNS, GAMMA_SQUARED).values();
      assertThat(Arrays.stream(kept)).allMatch(value -> value >= 0 && value <= 1);
      assertThat(Arrays.stream(share)).allMatch(value -> value >= 0 && value <= 1);
      assertThat(Arrays.stream(share).sum()).isCloseTo(1, within(1e-12));
      double sum = 0;
      for (int cell = 0; cell < kept.length; cell++) {
        sum += kept[cell] * share[cell];
      }
      assertThat(sum)
          .as("seed %d", SEED)
          .isCloseTo(Gvif.of(reference, chosen, mask, GAMMA_SQUARED).value(), within(1e-9));
    }
  }

  @Test
  void meanInformationIsThatOfTheChannels() {
    byte[] reference = {0, 63, 20, 20};
    GvifMap map = GvifMap.meanInformation(reference, 1, 2, GAMMA_SQUARED);
    assertThat(map.value(0, 0))
        .isCloseTo(Math.log(1 + 256 * 256 / 0.1) / Math.log(2) / 2, within(1e-9));
    assertThat(map.value(0, 1))
        .isCloseTo(Gvif.information(Scales.sigma(20), GAMMA_SQUARED), within(1e-12));
  }

  @Test
  void scalesOfVisualNoiseCountOneBitEach() {
    byte[] reference = new byte[ROWS * COLUMNS * CHANNELS];
    Arrays.fill(reference, (byte) 30);
    double gammaSquared = Math.pow(Scales.sigma(30), 2);
    double[] ones = new double[ROWS * COLUMNS];
    Arrays.fill(ones, 1);
    double[] shares = new double[ROWS * COLUMNS];
    Arrays.fill(shares, 1.0 / shares.length);
    assertThat(GvifMap.meanInformation(reference, ROWS, COLUMNS, gammaSquared).values())
        .containsExactly(ones, within(1e-12));
    assertThat(GvifMap.share(reference, ROWS, COLUMNS, gammaSquared).values())
        .containsExactly(shares, within(1e-12));
  }

  @Test
  void keptIsWholeInKeptCellsAtTheReferenceAndZeroElsewhere() {
    byte[] reference = indices(1, 64);
    KeepMask mask = mask();
    GvifMap map = GvifMap.kept(reference, reference, mask, GAMMA_SQUARED);
    for (int cell = 0; cell < mask.cells(); cell++) {
      assertThat(map.values()[cell]).isEqualTo(mask.isKept(cell) ? 1 : 0);
    }
    byte[] nothing = new byte[reference.length];
    assertThat(GvifMap.kept(reference, nothing, mask, GAMMA_SQUARED).values()).containsOnly(0);
  }

  @Test
  void growsWithTheMaskAndTheScales() {
    byte[] reference = indices(1, 64);
    byte[] chosen = indices(0, 60);
    KeepMask mask = mask();
    double[] before = GvifMap.kept(reference, chosen, mask, GAMMA_SQUARED).values();
    byte[] finer = chosen.clone();
    for (int i = 0; i < finer.length; i++) {
      finer[i] += (byte) random.nextInt(4);
    }
    KeepMask all = KeepMask.uniform(ROWS, COLUMNS, true);
    double[] more = GvifMap.kept(reference, finer, mask, GAMMA_SQUARED).values();
    double[] most = GvifMap.kept(reference, finer, all, GAMMA_SQUARED).values();
    for (int cell = 0; cell < before.length; cell++) {
      assertThat(more[cell]).as("seed %d", SEED).isBetween(before[cell], most[cell]);
      assertThat(most[cell]).isPositive();
    }
  }

  @Test
  void jointScalingOfScalesAndNoiseChangesNothing() {
    int steps = 7;
    byte[] reference = indices(1, 64 - steps);
    byte[] chosen = indices(1, 64 - steps);
    double gammaSquared = GAMMA_SQUARED * Math.exp(2 * steps * Scales.LOG_STEP);
    KeepMask mask = mask();
    assertThat(
            GvifMap.kept(raised(reference, steps), raised(chosen, steps), mask, gammaSquared)
                .values())
        .containsExactly(
            GvifMap.kept(reference, chosen, mask, GAMMA_SQUARED).values(), within(1e-12));
  }

  @Test
  void aPhotoWithoutInformationKeepsNone() {
    byte[] none = new byte[ROWS * COLUMNS * CHANNELS];
    KeepMask all = KeepMask.uniform(ROWS, COLUMNS, true);
    assertThat(GvifMap.kept(none, none, all, GAMMA_SQUARED).values()).containsOnly(0);
    assertThat(GvifMap.share(none, ROWS, COLUMNS, GAMMA_SQUARED).values()).containsOnly(0);
  }

  @Test
  void refusesWhatDoesNotFit() {
    byte[] reference = indices(0, 64);
    KeepMask mask = mask();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GvifMap.kept(reference, new byte[CHANNELS], mask, GAMMA_SQUARED));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GvifMap.share(reference, 7, 11, GAMMA_SQUARED));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GvifMap.meanInformation(reference, ROWS, COLUMNS, 0))
        .withMessageContaining("gamma^2");
  }

  private byte[] indices(int from, int below) {
    byte[] indices = new byte[ROWS * COLUMNS * CHANNELS];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (byte) random.nextInt(from, below);
    }
    return indices;
  }

  private static byte[] raised(byte[] indices, int steps) {
    byte[] raised = indices.clone();
    for (int i = 0; i < raised.length; i++) {
      raised[i] += (byte) steps;
    }
    return raised;
  }

  private KeepMask mask() {
    boolean[] kept = new boolean[ROWS * COLUMNS];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = random.nextBoolean();
    }
    return new KeepMask(ROWS, COLUMNS, kept);
  }
}
