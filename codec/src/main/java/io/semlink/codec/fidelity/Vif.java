package io.semlink.codec.fidelity;

import io.semlink.codec.image.Photo;

/**
 * Visual information fidelity in the pixel domain (VIFp) of the lumas of two pictures (Sheikh and
 * Bovik 2006, <a href="https://doi.org/10.1109/TIP.2005.859378">doi:10.1109/TIP.2005.859378</a>;
 * the authors' {@code vifp_mscale.m}): four scales with Gaussian windows of 17, 9, 5 and 3 pixels
 * and a fifth of that as sigma, variance of the visual noise 2.
 *
 * <p>In every window the received picture is taken for the original times g plus noise of variance
 * v. The value is the sum of log(1 + g^2 s / (v + 2)) over that of log(1 + s / 2), s being the
 * original's variance.
 */
public final class Vif {
  /** Least width and height, in pixels: the coarsest scale must hold one window. */
  public static final int MIN_SIDE = 41;

  private static final double NOISE_VARIANCE = 2;
  private static final int[] WINDOW_SIZES = {17, 9, 5, 3};

  /** Variance below which a window counts as flat; that of the authors' code. */
  private static final double FLAT = 1e-10;

  private Vif() {}

  /**
   * VIFp; not symmetric.
   *
   * @return at least 0; 1 up to 1e-9 for equal pictures, more than 1 where contrast was raised
   *     without noise. If the original has no variance at all: 1 if the received has none either, 0
   *     otherwise
   * @throws IllegalArgumentException if the sizes differ or a side is less than {@link #MIN_SIDE}
   */
  public static double of(Photo original, Photo received) {
    Sizes.require(original, received, MIN_SIDE, "VIF");
    Plane a = Plane.luma(original);
    Plane b = Plane.luma(received);
    Sum sum = new Sum();
    for (int size : WINDOW_SIZES) {
      double[] window = Gaussian.window(size, size / 5.0);
      if (size != WINDOW_SIZES[0]) {
        a = a.halve(window);
        b = b.halve(window);
      }
      LocalMoments.visit(a, b, window, sum);
    }
    return sum.value();
  }

  private static final class Sum implements LocalMoments.Visitor {
    private double received;
    private double original;
    private boolean receivedVaries;

    @Override
    public void visit(
        double meanA, double meanB, double varianceA, double varianceB, double covariance) {
      receivedVaries |= varianceB >= FLAT;
      if (varianceA < FLAT) {
        return; // No information in the original, hence none of it in the received.
      }
      original += Math.log1p(varianceA / NOISE_VARIANCE);
      double gain = covariance / (varianceA + FLAT);
      if (varianceB >= FLAT && gain > 0) {
        double noise = Math.max(FLAT, varianceB - gain * covariance);
        received += Math.log1p(gain * gain * varianceA / (noise + NOISE_VARIANCE));
      }
    }

    double value() {
      if (original == 0) {
        return receivedVaries ? 0 : 1;
      }
      return received / original;
    }
  }
}
