package io.semlink.codec.control;

/**
 * A choice of operating point and filtering threshold.
 *
 * @param point operating point
 * @param alpha filtering threshold, eq. (17), in [0, 1]
 */
public record OperatingChoice(int point, double alpha) {
  /** Checks ranges. */
  public OperatingChoice {
    if (point < 0 || !(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("operating point " + point + ", alpha " + alpha);
    }
  }
}
