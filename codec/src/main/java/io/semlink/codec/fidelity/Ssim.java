package io.semlink.codec.fidelity;

import io.semlink.codec.image.Photo;

/**
 * Structural similarity of the lumas of two pictures (Wang, Bovik, Sheikh and Simoncelli 2004, <a
 * href="https://doi.org/10.1109/TIP.2003.819861">doi:10.1109/TIP.2003.819861</a>): Gaussian window
 * of 11x11 pixels with sigma 1.5, K1 = 0.01, K2 = 0.03, L = 255, mean over the windows that lie
 * wholly inside.
 *
 * <p>The pictures are not scaled down first, as the later {@code ssim.m} and piq do by default with
 * sides of 384 pixels or more. The luma is 0.299 R + 0.587 G + 0.114 B, not rounded.
 */
public final class Ssim {
  /** Least width and height, in pixels. */
  public static final int MIN_SIDE = 11;

  private static final double[] WINDOW = Gaussian.window(11, 1.5);
  private static final double C1 = Math.pow(0.01 * 255, 2);
  private static final double C2 = Math.pow(0.03 * 255, 2);

  private Ssim() {}

  /**
   * SSIM; symmetric.
   *
   * @return in [-1, 1], 1 if and only if the lumas are equal
   * @throws IllegalArgumentException if the sizes differ or a side is less than {@link #MIN_SIDE}
   */
  public static double of(Photo original, Photo received) {
    Sizes.require(original, received, MIN_SIDE, "SSIM");
    return means(Plane.luma(original), Plane.luma(received)).ssim();
  }

  /** Means over all windows of two planes of equal size. */
  static Means means(Plane a, Plane b) {
    Sum sum = new Sum();
    LocalMoments.visit(a, b, WINDOW, sum);
    return new Means(sum.ssim / sum.windows, sum.contrastStructure / sum.windows);
  }

  /**
   * Mean similarity.
   *
   * @param ssim product of all three factors
   * @param contrastStructure product of contrast and structure, without luminance
   */
  record Means(double ssim, double contrastStructure) {}

  private static final class Sum implements LocalMoments.Visitor {
    private double ssim;
    private double contrastStructure;
    private long windows;

    @Override
    public void visit(
        double meanA, double meanB, double varianceA, double varianceB, double covariance) {
      double cs = (2 * covariance + C2) / (varianceA + varianceB + C2);
      contrastStructure += cs;
      ssim += cs * (2 * meanA * meanB + C1) / (meanA * meanA + meanB * meanB + C1);
      windows++;
    }
  }
}
