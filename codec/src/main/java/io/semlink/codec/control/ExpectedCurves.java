package io.semlink.codec.control;

/**
 * GVIF and bits of a set of photos as functions of operating point and threshold: what eq. (31) to
 * (39) take expectations of.
 */
public interface ExpectedCurves {
  /** Number of operating points. */
  int points();

  /** Number of photos. */
  int photos();

  /** GVIF of one photo, V(k, alpha; x_i), in [0, 1]. */
  double gvif(int photo, int point, double alpha);

  /** Bits of one photo, B(k, alpha; x_i), everything counted. */
  double bits(int photo, int point, double alpha);

  /** Mean GVIF over the photos; does not rise with alpha. */
  double expectedGvif(int point, double alpha);

  /** Mean bits over the photos, the source rate of eq. (6); does not rise with alpha. */
  double expectedBits(int point, double alpha);

  /** Mean PSNR of the photos sent whole at a point, in dB: the distortion of constraint (31c). */
  double expectedPsnrDb(int point);
}
