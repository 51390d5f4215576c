package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against harmonic functions known in closed form. */
class MembraneTest {
  private interface Field {
    double at(double x, double y);
  }

  /**
   * Fills the inside of a rectangle whose rim holds a harmonic function; returns the worst error.
   */
  private static double worst(int width, int height, Field field) {
    float[] truth = new float[width * height];
    boolean[] free = new boolean[truth.length];
    float[] given = new float[truth.length];
    for (int i = 0; i < truth.length; i++) {
      int x = i % width;
      int y = i / width;
      truth[i] = (float) field.at((double) x / (width - 1), (double) y / (height - 1));
      free[i] = x > 0 && y > 0 && x < width - 1 && y < height - 1;
      given[i] = free[i] ? 1000 : truth[i];
    }
    float[] filled = Membrane.fill(given, free, width, height);
    double worst = 0;
    for (int i = 0; i < truth.length; i++) {
      worst = Math.max(worst, Math.abs(filled[i] - truth[i]));
    }
    return worst;
  }

  @ParameterizedTest
  @CsvSource({"17,17", "64,64", "201,77", "33,500"})
  void findsTheHarmonicFunctionOfItsRim(int width, int height) {
    assertThat(worst(width, height, (x, y) -> x)).isLessThan(0.05);
    assertThat(worst(width, height, (x, y) -> 0.5 + 0.3 * x - 0.8 * y)).isLessThan(0.05);
  }

  @Test
  void findsASaddleOnASquare() {
    assertThat(worst(129, 129, (x, y) -> x * x - y * y)).isLessThan(0.03);
  }

  @Test
  void aConstantSurroundingGivesThatConstant() {
    float[] picture = new float[2 * 31 * 17];
    Arrays.fill(picture, 0, 31 * 17, 0.7f);
    Arrays.fill(picture, 31 * 17, picture.length, -3);
    boolean[] free = new boolean[31 * 17];
    Random random = new Random(4);
    for (int i = 0; i < free.length; i++) {
      free[i] = random.nextInt(4) > 0;
      if (free[i]) {
        picture[i] = Float.NaN; // must not be read
      }
    }
    float[] filled = Membrane.fill(picture, free, 31, 17);
    for (int i = 0; i < free.length; i++) {
      assertThat(filled[i]).isCloseTo(0.7f, within(1e-5f));
      assertThat(filled[free.length + i]).isCloseTo(-3, within(1e-5f));
    }
  }

  @Test
  void leavesTheGivenAloneAndStaysWithinItsRange() {
    long seed = 8;
    Random random = new Random(seed);
    float[] picture = new float[50 * 40];
    boolean[] free = new boolean[picture.length];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = random.nextFloat();
      free[i] = i % 50 / 16 % 2 == i / 50 / 16 % 2;
    }
    float[] filled = Membrane.fill(picture, free, 50, 40);
    for (int i = 0; i < picture.length; i++) {
      assertThat(filled[i]).as("seed %d", seed).isBetween(0f, 1f);
      if (!free[i]) {
        assertThat(filled[i]).isEqualTo(picture[i]);
      }
    }
  }

  @Test
  void withNothingGivenThereIsNothing() {
    boolean[] all = new boolean[12 * 9];
    Arrays.fill(all, true);
    float[] picture = new float[3 * 12 * 9];
    Arrays.fill(picture, 5);
    assertThat(Membrane.fill(picture, all, 12, 9)).containsOnly(0);
    assertThatThrownBy(() -> Membrane.fill(picture, all, 12, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("12x10");
  }
}
