package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.semlink.codec.importance.ImportanceMap;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten cells in a row; the animal fills the first two, the outline the third. */
class LocalisationTest {
  private static Trimap truth() {
    byte[] kinds = new byte[160 * 16];
    for (int i = 0; i < kinds.length; i++) {
      int cell = i % 160 / 16;
      kinds[i] = (byte) (cell < 2 ? 1 : cell == 2 ? 3 : 2);
    }
    return new Trimap(160, 16, kinds);
  }

  private static ImportanceMap map(double... values) {
    float[] cells = new float[values.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (float) values[i];
    }
    return new ImportanceMap(1, cells.length, cells);
  }

  @Test
  void aPerfectMapKeepsTheAnimalFirst() {
    Localisation found =
        Localisation.of(
            map(1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0), truth(), List.of(0.1, 0.2, 0.5));
    assertThat(found.hit()).isTrue();
    // Two cells of nine, the outline left out.
    assertThat(found.animal()).isCloseTo(2 / 9.0, within(1e-12));
    assertThat(found.kept().get(0).purity()).isEqualTo(1);
    assertThat(found.kept().get(0).recall()).isEqualTo(0.5);
    assertThat(found.kept().get(1).recall()).isEqualTo(1);
    assertThat(found.kept().get(2).purity()).isEqualTo(0.5);
    assertThat(found.lift(2)).isCloseTo(0.5 / (2 / 9.0), within(1e-12));
  }

  @Test
  void aMapThatLooksElsewhereMissesAndHasALiftBelowOne() {
    Localisation found =
        Localisation.of(
            map(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1), truth(), List.of(0.3, 0.9));
    assertThat(found.hit()).isFalse();
    assertThat(found.lift(0)).isZero();
    assertThat(found.lift(1)).isBetween(0.1, 0.9);
  }

  @Test
  void theOutlineIsNoHit() {
    assertThat(Localisation.of(map(0, 0, 1, 0, 0, 0, 0, 0, 0, 0), truth(), List.of(0.1)).hit())
        .isFalse();
  }

  @Test
  void thresholdsKeepWholeSharesAndTiesTogether() {
    ImportanceMap map = map(1, 0.9, 0.5, 0.5, 0.5, 0.2, 0, 0, 0, 0);
    assertThat(map.keep(Masks.alpha(map, 0.2)).count()).isEqualTo(2);
    assertThat(map.keep(Masks.alpha(map, 0.3)).count()).isEqualTo(5);
    assertThat(map.keep(Masks.alpha(map, 0.01)).count()).isEqualTo(1);
    assertThat(map.keep(Masks.alpha(map, 1)).count()).isEqualTo(10);
  }

  @Test
  void refusesATrimapWithoutAnAnimal() {
    byte[] kinds = new byte[160 * 16];
    Arrays.fill(kinds, Trimap.BACKGROUND);
    Trimap empty = new Trimap(160, 16, kinds);
    assertThatThrownBy(
            () -> Localisation.of(map(1, 0, 0, 0, 0, 0, 0, 0, 0, 0), empty, List.of(0.3)))
        .hasMessageContaining("no animal");
  }
}
