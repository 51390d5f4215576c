package io.semlink.codec.fidelity;

/** Windows of the structural metrics. */
final class Gaussian {
  private Gaussian() {}

  /**
   * One side of a separable Gaussian window.
   *
   * @param size taps, odd
   * @param sigma standard deviation in samples
   * @return weights that sum to 1
   */
  static double[] window(int size, double sigma) {
    double[] weights = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double x = i - (size - 1) / 2.0;
      weights[i] = Math.exp(-x * x / (2 * sigma * sigma));
      sum += weights[i];
    }
    for (int i = 0; i < size; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
