package io.semlink.launcher.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against closed forms for Gaussians whose sample moments are exact by construction. */
class FrechetDistanceTest {
  /** Points at mean +- the columns of a matrix; their covariance is 2 A A^T / (2 n - 1). */
  private static List<float[]> cloud(double[] mean, double[][] columns) {
    List<float[]> points = new ArrayList<>();
    for (double[] column : columns) {
      for (int sign = -1; sign <= 1; sign += 2) {
        float[] point = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
          point[i] = (float) (mean[i] + sign * column[i]);
        }
        points.add(point);
      }
    }
    return points;
  }

  private static double between(List<float[]> reference, List<float[]> other) {
    return new FrechetDistance(reference).to(other);
  }

  @Test
  void isZeroForTheSameAndTheSquareOfAShift() {
    List<float[]> a = cloud(new double[] {1, 2}, new double[][] {{1, 0.5}, {-0.25, 2}});
    List<float[]> b = cloud(new double[] {4, -2}, new double[][] {{1, 0.5}, {-0.25, 2}});
    assertThat(between(a, a)).isCloseTo(0, within(1e-9));
    assertThat(between(a, b)).isCloseTo(9 + 16, within(1e-9));
  }

  @Test
  void comparesStandardDeviationsWhereCovariancesCommute() {
    double[] mean = new double[3];
    List<float[]> a = cloud(mean, new double[][] {{1, 0, 0}, {0, 2, 0}, {0, 0, 4}});
    List<float[]> b = cloud(mean, new double[][] {{3, 0, 0}, {0, 2, 0}, {0, 0, 1}});
    // Variances are 2/5 of the squares: six points, divided by five.
    assertThat(between(a, b)).isCloseTo(0.4 * (4 + 0 + 9), within(1e-9));
  }

  @Test
  void takesTheMatrixRootWhereTheyDoNot() {
    double[][] first = {{2, 0}, {0, 0.5}};
    double[][] second = {{1, 1}, {0.5, -0.5}};
    double factor = 2.0 / 3; // four points, divided by three
    double[][] p = {{4 * factor, 0}, {0, 0.25 * factor}};
    double[][] q = {{1.25 * factor, 0.75 * factor}, {0.75 * factor, 1.25 * factor}};
    double trace = p[0][0] * q[0][0] + p[1][1] * q[1][1];
    double determinant = p[0][0] * p[1][1] * (q[0][0] * q[1][1] - q[0][1] * q[1][0]);
    // The root of a 2x2 matrix M has trace sqrt(tr M + 2 sqrt(det M)).
    double cross = Math.sqrt(trace + 2 * Math.sqrt(determinant));
    double expected = p[0][0] + p[1][1] + q[0][0] + q[1][1] - 2 * cross;
    assertThat(between(cloud(new double[2], first), cloud(new double[2], second)))
        .isCloseTo(expected, within(1e-6));
  }

  @Test
  void isSymmetricAlsoWithFewerPhotosThanFeatures() {
    Random random = new Random(3);
    List<float[]> a = new ArrayList<>();
    List<float[]> b = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      float[] x = new float[20];
      float[] y = new float[20];
      for (int k = 0; k < 20; k++) {
        x[k] = (float) random.nextGaussian();
        y[k] = (float) (2 * random.nextGaussian() + 1);
      }
      a.add(x);
      b.add(y);
    }
    assertThat(between(a, b)).isPositive().isCloseTo(between(b, a), within(1e-4));
    assertThat(between(a, a)).isCloseTo(0, within(1e-4));
  }

  @Test
  void refusesOnePhotoAndFeaturesThatAreNotFinite() {
    assertThatThrownBy(() -> new FrechetDistance(List.of(new float[3])))
        .hasMessageContaining("two photos");
    assertThatThrownBy(() -> new FrechetDistance(List.of(new float[] {Float.NaN}, new float[] {1})))
        .hasMessageContaining("not finite");
  }
}
