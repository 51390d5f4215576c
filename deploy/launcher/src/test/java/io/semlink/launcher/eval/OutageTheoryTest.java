package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OutageTheoryTest {
  @Test
  void absentKnowledgeIsTheLawOfTheGain() {
    assertThat(OutageTheory.absent(0)).isEqualTo(1 - Math.exp(-1), within(1e-12));
    assertThat(OutageTheory.absent(10)).isEqualTo(1 - Math.exp(-0.1), within(1e-12));
  }

  @Test
  void lateKnowledgeLiesBetweenPerfectAndThatOfAnotherLink() {
    assertThat(OutageTheory.delayed(0, 0.7)).as("no margin: a coin").isEqualTo(0.5);
    // Independent exponential gains: P(x < a y) = a / (1 + a).
    assertThat(OutageTheory.delayed(10, 0)).isEqualTo(0.1 / 1.1, within(1e-12));
    assertThat(OutageTheory.delayed(3, 1 - 1e-12)).isCloseTo(0, within(1e-9));
    assertThat(OutageTheory.delayed(6, -0.4))
        .as("the sign of the correlation does not matter")
        .isEqualTo(OutageTheory.delayed(6, 0.4));
  }

  /** The mean over the gain told of {@code 1 - Q1}, Marcum's function by its defining integral. */
  @Test
  void lateKnowledgeAgreesWithMarcumsFunction() {
    double rho = 0.9037126421;
    double a = Math.pow(10, -0.3);
    double step = 0.01;
    double mean = 0;
    for (double told = step / 2; told < 20; told += step) {
      double s2 = 2 / (1 - rho * rho);
      double below = 0;
      double top = Math.sqrt(a * told * s2);
      double offset = rho * Math.sqrt(told * s2);
      int points = 100;
      for (int i = 0; i < points; i++) {
        double r = (i + 0.5) * top / points;
        below += r * Math.exp(-(r * r + offset * offset) / 2) * i0(r * offset) * top / points;
      }
      mean += below * Math.exp(-told) * step;
    }
    assertThat(OutageTheory.delayed(3, rho)).isCloseTo(mean, within(1e-4));
  }

  private static double i0(double x) {
    double sum = 0;
    int points = 100;
    for (int i = 0; i < points; i++) {
      sum += Math.exp(x * Math.cos(Math.PI * (i + 0.5) / points));
    }
    return sum / points;
  }

  @Test
  void errorsInDecibelsAreNormal() {
    assertThat(OutageTheory.noisy(0, 3)).isEqualTo(0.5, within(1e-15));
    assertThat(OutageTheory.noisy(3, 3)).isEqualTo(0.158655253931457, within(1e-12));
  }

  @Test
  void wilsonsIntervalStaysWithinReason() {
    Wilson none = Wilson.of(0, 100);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isEqualTo(3.841458820694124 / 103.841458820694124, within(1e-12));
    Wilson half = Wilson.of(50, 100);
    assertThat(half.low()).isEqualTo(0.4038315, within(1e-6));
    assertThat(half.high()).isEqualTo(0.5961685, within(1e-6));
  }
}
