package io.semlink.codec.control;

import java.util.stream.IntStream;

/**
 * Problem (31) for one state of the link: the greatest expected GVIF within its constraints.
 *
 * @param budgetBits C T_max, the bits that the expected size may reach, eq. (31a)
 * @param maxAlpha alpha_th, eq. (31d)
 * @param minPsnrDb D_0 of eq. (31c) as a floor on the mean PSNR of whole photos, in dB; 0 for none
 */
public record PolicyProblem(double budgetBits, double maxAlpha, double minPsnrDb) {
  /** Checks ranges. */
  public PolicyProblem {
    if (!(budgetBits > 0) || Double.isInfinite(budgetBits)) {
      throw new IllegalArgumentException("the budget must be positive: " + budgetBits + " bits");
    }
    if (!(maxAlpha >= 0 && maxAlpha <= 1)) {
      throw new IllegalArgumentException("maximum alpha must be in [0, 1]: " + maxAlpha);
    }
    if (!(minPsnrDb >= 0)) {
      throw new IllegalArgumentException("floor of the PSNR must not be negative: " + minPsnrDb);
    }
  }

  /** Points that meet the floor: the feasible set G of Algorithm 1, step 1. */
  IntStream feasiblePoints(ExpectedCurves curves) {
    return IntStream.range(0, curves.points())
        .filter(point -> curves.expectedPsnrDb(point) >= minPsnrDb);
  }

  /** Whether a choice meets the limit on the expected size. */
  boolean fits(ExpectedCurves curves, int point, double alpha) {
    return curves.expectedBits(point, alpha) <= budgetBits;
  }

  /**
   * Smallest threshold from a given one on whose expected bits fit, by bisection on the rate, which
   * does not rise with alpha.
   *
   * @param from threshold to begin at
   * @return NaN if not even the greatest threshold fits
   */
  public double smallestFitting(ExpectedCurves curves, int point, double from) {
    if (!fits(curves, point, maxAlpha)) {
      return Double.NaN;
    }
    if (fits(curves, point, from)) {
      return from;
    }
    double low = from;
    double high = maxAlpha;
    while (high - low > 1e-9) {
      double middle = (low + high) / 2;
      if (fits(curves, point, middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
