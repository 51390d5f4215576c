package io.semlink.launcher.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.codec.hyperprior.Latent;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.Classification;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.scheme.PhotoAnalysis;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A photo of 6x6 cells: flat but for noise in its lower right cell. */
class CellRankingTest {
  private static final int SIDE = 6;
  private static final int CELL = 16;
  private static final long SEED = 20261121;

  private final PhotoAnalysis analysis = analysis();

  @ParameterizedTest
  @EnumSource
  void exactlySoManyCellsAreKept(CellRanking ranking) {
    for (int count : new int[] {0, 1, 17, SIDE * SIDE}) {
      ImportanceMap map = ranking.keep(analysis, count, SEED);
      assertThat(map.keep(0.5).count()).as("seed %d", SEED).isEqualTo(count);
    }
  }

  @Test
  void eachRanksByItsOwnMeasure() {
    assertThat(kept(CellRanking.CAM, 1, SEED).isKept(0, 3)).isTrue();
    assertThat(kept(CellRanking.EDGES, 1, SEED).isKept(SIDE - 1, SIDE - 1)).isTrue();
    KeepMask centre = kept(CellRanking.CENTRE, 4, SEED);
    assertThat(centre.isKept(2, 2) && centre.isKept(2, 3)).isTrue();
    assertThat(centre.isKept(3, 2) && centre.isKept(3, 3)).isTrue();
  }

  @Test
  void chanceIsTheSeeds() {
    assertThat(kept(CellRanking.RANDOM, 12, SEED)).isEqualTo(kept(CellRanking.RANDOM, 12, SEED));
    assertThat(kept(CellRanking.RANDOM, 12, SEED))
        .isNotEqualTo(kept(CellRanking.RANDOM, 12, SEED + 1));
  }

  private KeepMask kept(CellRanking ranking, int count, long seed) {
    return ranking.keep(analysis, count, seed).keep(0.5);
  }

  private static PhotoAnalysis analysis() {
    int pixels = SIDE * CELL;
    byte[] rgb = new byte[3 * pixels * pixels];
    Random random = new Random(SEED);
    for (int y = pixels - CELL; y < pixels; y++) {
      for (int x = pixels - CELL; x < pixels; x++) {
        rgb[3 * (y * pixels + x) + 1] = (byte) random.nextInt(256);
      }
    }
    float[] cam = new float[SIDE * SIDE];
    cam[3] = 1;
    Classification seen =
        new Classification(
            List.of(new Classification.Scored("thing", 1)),
            new ImportanceMap(SIDE, SIDE, cam),
            "thing");
    Latent latent = new Latent(SIDE, SIDE, 1, new float[SIDE * SIDE]);
    return new PhotoAnalysis(
        new Photo(pixels, pixels, rgb), seen, "a thing", latent, new byte[SIDE * SIDE]);
  }
}
