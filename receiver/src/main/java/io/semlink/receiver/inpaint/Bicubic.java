package io.semlink.receiver.inpaint;

/**
 * Separable bicubic interpolation along one axis (Keys 1981, doi:10.1109/TASSP.1981.1163711, a =
 * -0.5), the kernel widened when the axis is made shorter; edges are repeated.
 */
final class Bicubic {
  private static final double A = -0.5;

  private final int taps;
  private final int[] sources;
  private final float[] weights;

  private Bicubic(int taps, int[] sources, float[] weights) {
    this.taps = taps;
    this.sources = sources;
    this.weights = weights;
  }

  /** Weights that turn an axis of one length into another. */
  static Bicubic axis(int from, int to) {
    double step = (double) from / to;
    double stretch = Math.max(1, step);
    int taps = 2 * (int) Math.ceil(2 * stretch);
    int[] sources = new int[to * taps];
    float[] weights = new float[to * taps];
    double[] raw = new double[taps];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * step - 0.5;
      int first = (int) Math.floor(centre) - taps / 2 + 1;
      double sum = 0;
      for (int k = 0; k < taps; k++) {
        raw[k] = kernel((first + k - centre) / stretch);
        sum += raw[k];
      }
      for (int k = 0; k < taps; k++) {
        sources[i * taps + k] = Math.max(0, Math.min(from - 1, first + k));
        weights[i * taps + k] = (float) (raw[k] / sum);
      }
    }
    return new Bicubic(taps, sources, weights);
  }

  /** Value of output i from the samples at offset, offset + stride, ... */
  float at(float[] samples, int offset, int stride, int i) {
    float value = 0;
    for (int k = i * taps; k < (i + 1) * taps; k++) {
      value += weights[k] * samples[offset + stride * sources[k]];
    }
    return value;
  }

  private static double kernel(double x) {
    double d = Math.abs(x);
    if (d < 1) {
      return ((A + 2) * d - (A + 3)) * d * d + 1;
    }
    return d < 2 ? ((A * d - 5 * A) * d + 8 * A) * d - 4 * A : 0;
  }
}
