package io.semlink.codec.control;

/**
 * A choice over a set of photos.
 *
 * @param choice operating point and threshold
 * @param expectedGvif its mean GVIF
 * @param expectedBits its mean bits
 * @param backOff by how much the threshold had to be raised, after the search had ended, for the
 *     constraint to hold
 * @param iterations steps that the search took, over all points
 */
public record PolicySolution(
    OperatingChoice choice,
    double expectedGvif,
    double expectedBits,
    double backOff,
    long iterations) {
  static PolicySolution of(
      ExpectedCurves curves, int point, double alpha, double backOff, long iterations) {
    return new PolicySolution(
        new OperatingChoice(point, alpha),
        curves.expectedGvif(point, alpha),
        curves.expectedBits(point, alpha),
        backOff,
        iterations);
  }
}
