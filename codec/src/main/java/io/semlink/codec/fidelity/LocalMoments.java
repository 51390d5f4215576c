package io.semlink.codec.fidelity;

import java.util.Arrays;

/**
 * Means, variances and covariance of two planes in every window that lies wholly inside them. Works
 * line by line, so that large pictures need little memory.
 */
final class LocalMoments {
  private final double[] window;
  private final double[] meanA;
  private final double[] meanB;
  private final double[] squareA;
  private final double[] squareB;
  private final double[] product;
  private final double[] scratch;

  private LocalMoments(int width, double[] window) {
    this.window = window;
    meanA = new double[width];
    meanB = new double[width];
    squareA = new double[width];
    squareB = new double[width];
    product = new double[width];
    scratch = new double[width];
  }

  /** Receives the moments of one window. */
  @FunctionalInterface
  interface Visitor {
    void visit(double meanA, double meanB, double varianceA, double varianceB, double covariance);
  }

  /**
   * Visits all windows.
   *
   * @param window one side of a separable window, summing to 1, at most as long as a side of a
   * @param b of the size of a
   */
  static void visit(Plane a, Plane b, double[] window, Visitor visitor) {
    LocalMoments line = new LocalMoments(a.width(), window);
    int columns = a.width() - window.length + 1;
    for (int y = 0; y + window.length <= a.height(); y++) {
      line.read(a, b, y);
      for (int x = 0; x < columns; x++) {
        double meanA = line.meanA[x];
        double meanB = line.meanB[x];
        visitor.visit(
            meanA,
            meanB,
            line.squareA[x] - meanA * meanA,
            line.squareB[x] - meanB * meanB,
            line.product[x] - meanA * meanB);
      }
    }
  }

  private void read(Plane a, Plane b, int top) {
    for (double[] sums : new double[][] {meanA, meanB, squareA, squareB, product}) {
      Arrays.fill(sums, 0);
    }
    for (int k = 0; k < window.length; k++) {
      addLine(a.samples(), b.samples(), (top + k) * a.width(), window[k]);
    }
    for (double[] sums : new double[][] {meanA, meanB, squareA, squareB, product}) {
      filterAcross(sums);
    }
  }

  private void addLine(double[] a, double[] b, int from, double weight) {
    for (int x = 0; x < meanA.length; x++) {
      double weightedA = weight * a[from + x];
      double weightedB = weight * b[from + x];
      meanA[x] += weightedA;
      meanB[x] += weightedB;
      squareA[x] += weightedA * a[from + x];
      squareB[x] += weightedB * b[from + x];
      product[x] += weightedA * b[from + x];
    }
  }

  private void filterAcross(double[] line) {
    int columns = line.length - window.length + 1;
    System.arraycopy(line, 0, scratch, 0, line.length);
    Arrays.fill(line, 0);
    for (int k = 0; k < window.length; k++) {
      for (int x = 0; x < columns; x++) {
        line[x] += window[k] * scratch[x + k];
      }
    }
  }
}
