package io.semlink.channel.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ModulationTest {
  @ParameterizedTest
  @CsvFileSource(resources = "symbols.csv", numLinesToSkip = 1)
  void mapsAsTheReference(Modulation modulation, String bits, float inPhase, float quadrature) {
    byte[] word = new byte[bits.length()];
    for (int i = 0; i < word.length; i++) {
      word[i] = (byte) (bits.charAt(i) - '0');
    }
    float[] re = new float[1];
    float[] im = new float[1];
    modulation.map(word, re, im);

    assertThat(re[0]).isCloseTo(inPhase, within(1e-7f));
    assertThat(im[0]).isCloseTo(quadrature, within(1e-7f));
  }

  @ParameterizedTest
  @EnumSource
  void meanPowerIsOne(Modulation modulation) {
    Constellation points = new Constellation(modulation);
    double power = 0;
    for (int i = 0; i < points.size(); i++) {
      power += points.squaredDistance(i, 0, 0) / points.size();
    }

    assertThat(power).isCloseTo(1.0, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void nearestNeighboursDifferInOneBit(Modulation modulation) {
    Constellation points = new Constellation(modulation);
    double least = Double.MAX_VALUE;
    for (int i = 1; i < points.size(); i++) {
      least = Math.min(least, points.squaredDistance(0, i));
    }

    for (int i = 0; i < points.size(); i++) {
      int neighbours = 0;
      for (int j = 0; j < points.size(); j++) {
        if (i != j && points.squaredDistance(i, j) < 1.5 * least) {
          assertThat(Integer.bitCount(i ^ j)).as("labels %d and %d", i, j).isOne();
          neighbours++;
        }
      }
      assertThat(neighbours).isBetween(1, 4);
    }
  }

  @Test
  void refusesLengthsThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Modulation.QAM64.map(new byte[7], new float[1], new float[1]))
        .withMessage("7 bits do not fill 1 in-phase and 1 quadrature samples of QAM64");
  }
}
