package io.semlink.codec.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.codec.control.MeasuredCurves.PhotoCurves;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicySearchTest {
  private static final int FAMILIES = 30;
  private static final double[] GRID = {0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};

  @Test
  void exactIsNeverBelowZeroOrderAndBothMeetTheLimit() {
    int solved = 0;
    for (int seed = 0; seed < FAMILIES; seed++) {
      MeasuredCurves curves = family(new Random(seed));
      PolicySearch zeroOrder = new ZeroOrder(ZeroOrder.Parameters.DEFAULT, seed);
      for (double budget = 3_000; budget < 200_000; budget *= 1.7) {
        PolicyProblem problem = new PolicyProblem(budget, 0.8, 0);
        Optional<PolicySolution> exact = new ExactPolicy().solve(curves, problem);
        Optional<PolicySolution> descended = zeroOrder.solve(curves, problem);

        assertThat(descended.isPresent())
            .as("seed %d, %.0f bits", seed, budget)
            .isEqualTo(exact.isPresent());
        if (exact.isPresent() && descended.isPresent()) {
          solved++;
          assertThat(exact.get().expectedBits()).isLessThanOrEqualTo(budget);
          assertThat(descended.get().expectedBits()).isLessThanOrEqualTo(budget);
          assertThat(descended.get().choice().alpha()).isBetween(0.0, 0.8);
          assertThat(exact.get().expectedGvif())
              .as("seed %d, %.0f bits", seed, budget)
              .isGreaterThanOrEqualTo(descended.get().expectedGvif());
        }
      }
    }
    assertThat(solved).isGreaterThan(5 * FAMILIES);
  }

  /** Against every point and a fine grid of thresholds. */
  @Test
  void exactFindsTheBestThereIs() {
    for (int seed = 0; seed < FAMILIES; seed++) {
      MeasuredCurves curves = family(new Random(seed));
      PolicyProblem problem = new PolicyProblem(30_000, 0.8, 0);
      double best = 0;
      for (int point = 0; point < curves.points(); point++) {
        for (double alpha = 0; alpha <= 0.8; alpha += 0.001) {
          if (curves.expectedBits(point, alpha) <= 30_000) {
            best = Math.max(best, curves.expectedGvif(point, alpha));
          }
        }
      }
      PolicySolution exact = new ExactPolicy().solve(curves, problem).orElseThrow();
      assertThat(exact.expectedGvif()).as("seed %d", seed).isGreaterThanOrEqualTo(best);
    }
  }

  @Test
  void theDescentEndsNearTheBestThreshold() {
    for (int seed = 0; seed < FAMILIES; seed++) {
      MeasuredCurves curves = family(new Random(seed));
      PolicyProblem problem = new PolicyProblem(30_000, 0.8, 0);
      double exact = new ExactPolicy().solve(curves, problem).orElseThrow().expectedGvif();
      double descended =
          new ZeroOrder(ZeroOrder.Parameters.DEFAULT, seed)
              .solve(curves, problem)
              .orElseThrow()
              .expectedGvif();
      assertThat(descended).as("seed %d", seed).isGreaterThan(0.8 * exact);
    }
  }

  @Test
  void theFloorLeavesOnlyFinerPoints() {
    MeasuredCurves curves = family(new Random(1));
    for (PolicySearch search :
        List.of(new ExactPolicy(), new ZeroOrder(ZeroOrder.Parameters.DEFAULT, 1))) {
      double floor = curves.expectedPsnrDb(4);
      PolicySolution found =
          search.solve(curves, new PolicyProblem(60_000, 0.8, floor)).orElseThrow();
      assertThat(found.choice().point()).isGreaterThanOrEqualTo(4);
      assertThat(search.solve(curves, new PolicyProblem(60_000, 0.8, 99))).isEmpty();
      assertThat(search.solve(curves, new PolicyProblem(10, 0.8, 0))).isEmpty();
    }
  }

  @Test
  void equalSeedsDescendAlike() {
    MeasuredCurves curves = family(new Random(2));
    PolicyProblem problem = new PolicyProblem(30_000, 0.8, 0);
    ZeroOrder.Parameters usual = ZeroOrder.Parameters.DEFAULT;
    assertThat(new ZeroOrder(usual, 5).solve(curves, problem))
        .isEqualTo(new ZeroOrder(usual, 5).solve(curves, problem));
  }

  @Test
  void curvesAreReadBetweenTheGridAndMeansDoNotRise() {
    PhotoCurves photo =
        new PhotoCurves(
            "a", new double[][] {{1, 0.5, 0.6}}, new double[][] {{100, 50, 60}}, new double[] {30});
    MeasuredCurves curves = new MeasuredCurves(new double[] {0, 0.5, 1}, List.of(photo));
    assertThat(curves.bits(0, 0, 0.25)).isEqualTo(75);
    assertThat(curves.bits(0, 0, 1.5)).isEqualTo(60);
    assertThat(curves.expectedBits(0, 0.5)).isEqualTo(60);
    assertThat(curves.expectedGvif(0, 0.25)).isEqualTo(0.8);
    assertThatThrownBy(() -> new MeasuredCurves(new double[] {0, 0.5}, List.of(photo)))
        .hasMessageContaining("2 alphas");
  }

  /** Photos whose bits and GVIF fall with alpha and rise with the point, with jitter. */
  private static MeasuredCurves family(Random random) {
    int points = 8;
    List<PhotoCurves> photos = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      double coarse = 6_000 + 20_000 * random.nextDouble();
      double rise = 1.25 + 0.15 * random.nextDouble();
      double fall = 1 + 4 * random.nextDouble();
      double worth = 0.1 + 0.2 * random.nextDouble();
      double[][] gvif = new double[points][GRID.length];
      double[][] bits = new double[points][GRID.length];
      double[] psnrDb = new double[points];
      for (int k = 0; k < points; k++) {
        psnrDb[k] = 28 + 1.5 * k;
        for (int a = 0; a < GRID.length; a++) {
          double kept = Math.exp(-fall * GRID[a]);
          bits[k][a] = 500 + coarse * Math.pow(rise, k) * kept + 20 * random.nextDouble();
          gvif[k][a] = Math.min(1, worth * Math.pow(1 + 0.5 * rise, 0.5 * k) * kept);
        }
      }
      photos.add(new PhotoCurves("photo " + i, gvif, bits, psnrDb));
    }
    return new MeasuredCurves(GRID, photos);
  }
}
