package io.semlink.launcher.eval;

import java.util.Comparator;
import java.util.List;

/**
 * Bjontegaard's mean difference in rate between two rate-distortion curves (VCEG-M33, 2001), with
 * the logarithm of the rate interpolated over PSNR by piecewise cubic Hermite polynomials that keep
 * monotony (Fritsch and Butland 1984, doi:10.1137/0905021), as JCT-VC's common test conditions do.
 */
final class BdRate {
  private BdRate() {}

  /**
   * A point of a curve.
   *
   * @param bpp bits per pixel
   * @param psnrDb PSNR in dB
   */
  record Point(double bpp, double psnrDb) {}

  /**
   * Rate of one curve over another's at equal PSNR, averaged over the PSNR both reach.
   *
   * @return 0.1 for ten per cent more
   * @throws IllegalArgumentException if a curve has fewer than two points, PSNR does not rise with
   *     rate, or the curves share no PSNR
   */
  static double of(List<Point> curve, List<Point> peer) {
    Interpolation ours = new Interpolation(curve);
    Interpolation theirs = new Interpolation(peer);
    double low = Math.max(ours.low(), theirs.low());
    double high = Math.min(ours.high(), theirs.high());
    if (!(low < high)) {
      throw new IllegalArgumentException("the curves share no range of PSNR");
    }
    double mean = (ours.integral(low, high) - theirs.integral(low, high)) / (high - low);
    return Math.exp(mean) - 1;
  }

  /** Logarithm of the rate over PSNR. */
  private static final class Interpolation {
    private final double[] x;
    private final double[] y;
    private final double[] slopes;

    Interpolation(List<Point> curve) {
      List<Point> points =
          curve.stream().sorted(Comparator.comparingDouble(Point::psnrDb)).toList();
      if (points.size() < 2) {
        throw new IllegalArgumentException("a curve needs two points, not " + points.size());
      }
      x = points.stream().mapToDouble(Point::psnrDb).toArray();
      y = points.stream().mapToDouble(point -> Math.log(point.bpp())).toArray();
      for (int i = 1; i < x.length; i++) {
        if (!(x[i] > x[i - 1] && y[i] > y[i - 1])) {
          throw new IllegalArgumentException("PSNR does not rise with rate at " + points.get(i));
        }
      }
      slopes = slopes();
    }

    double low() {
      return x[0];
    }

    double high() {
      return x[x.length - 1];
    }

    private double[] slopes() {
      int last = x.length - 1;
      double[] out = new double[last + 1];
      if (last == 1) {
        out[0] = secant(0);
        out[1] = out[0];
        return out;
      }
      for (int i = 1; i < last; i++) {
        double before = x[i] - x[i - 1];
        double after = x[i + 1] - x[i];
        double w1 = 2 * after + before;
        double w2 = after + 2 * before;
        // Harmonic mean; the secants are positive, the curve rises.
        out[i] = (w1 + w2) / (w1 / secant(i - 1) + w2 / secant(i));
      }
      out[0] = end(x[1] - x[0], x[2] - x[1], secant(0), secant(1));
      out[last] =
          end(x[last] - x[last - 1], x[last - 1] - x[last - 2], secant(last - 1), secant(last - 2));
      return out;
    }

    /** Three-point slope at an end, held back so that the curve stays monotone. */
    private static double end(double step, double next, double secant, double nextSecant) {
      double slope = ((2 * step + next) * secant - step * nextSecant) / (step + next);
      return Math.max(0, slope);
    }

    private double secant(int i) {
      return (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
    }

    /** Integral over a range; Simpson's rule is exact for a cubic. */
    double integral(double low, double high) {
      double sum = 0;
      for (int i = 0; i + 1 < x.length; i++) {
        double from = Math.max(low, x[i]);
        double to = Math.min(high, x[i + 1]);
        if (from < to) {
          sum += (to - from) / 6 * (at(i, from) + 4 * at(i, (from + to) / 2) + at(i, to));
        }
      }
      return sum;
    }

    private double at(int i, double place) {
      double length = x[i + 1] - x[i];
      double t = (place - x[i]) / length;
      double s = 1 - t;
      return s * s * (1 + 2 * t) * y[i]
          + t * s * s * length * slopes[i]
          + t * t * (1 + 2 * s) * y[i + 1]
          - t * t * s * length * slopes[i + 1];
    }
  }
}
