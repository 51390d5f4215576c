package io.semlink.codec.fidelity;

import io.semlink.codec.image.Photo;

/**
 * Multi-scale structural similarity of the lumas of two pictures (Wang, Simoncelli and Bovik 2003,
 * <a href="https://doi.org/10.1109/ACSSC.2003.1292216">doi:10.1109/ACSSC.2003.1292216</a>): the
 * contrast and structure of {@link Ssim} at five scales and the luminance at the coarsest, raised
 * to the paper's weights and multiplied.
 *
 * <p>From scale to scale 2x2 pixels are averaged, in blocks that start at the upper left corner, as
 * in the authors' {@code msssim.m} and in TensorFlow; an odd last row or column is mirrored. (piq
 * pads odd sizes at the upper left; sewar's blocks start one pixel before the corner.) A negative
 * mean at any scale counts as 0, as in piq.
 *
 * <p>Learned codecs often state the mean over the RGB channels instead, which is not the same.
 */
public final class MsSsim {
  /** Least width and height, in pixels: the coarsest scale must hold one window. */
  public static final int MIN_SIDE = 161;

  private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

  private MsSsim() {}

  /**
   * MS-SSIM; symmetric.
   *
   * @return in [0, 1], 1 if and only if the lumas are equal
   * @throws IllegalArgumentException if the sizes differ or a side is less than {@link #MIN_SIDE}
   */
  public static double of(Photo original, Photo received) {
    Sizes.require(original, received, MIN_SIDE, "MS-SSIM");
    Plane a = Plane.luma(original);
    Plane b = Plane.luma(received);
    double product = 1;
    for (int scale = 0; scale < WEIGHTS.length; scale++) {
      Ssim.Means means = Ssim.means(a, b);
      boolean coarsest = scale == WEIGHTS.length - 1;
      double factor = coarsest ? means.ssim() : means.contrastStructure();
      product *= Math.pow(Math.max(0, factor), WEIGHTS[scale]);
      a = a.halve();
      b = b.halve();
    }
    return product;
  }
}
