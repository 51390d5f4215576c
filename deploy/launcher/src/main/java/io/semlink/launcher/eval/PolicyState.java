package io.semlink.launcher.eval;

import io.semlink.codec.control.ExpectedCurves;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.control.PolicyProblem;
import io.semlink.codec.control.PolicySolution;
import io.semlink.codec.control.PolicyTable;

/**
 * What becomes of one state of the link: the choice that the search found, and the one that the
 * real coder left of it.
 *
 * @param found by the method asked for
 * @param otherGvif expected GVIF by the other method
 * @param choice found, with a greater threshold where the real mean exceeded the limit
 * @param target bits that the interpolated rate may reach for the real one to fit
 * @param real means of the real coder
 */
record PolicyState(
    double snrDb,
    LinkBudget budget,
    PolicySolution found,
    double otherGvif,
    OperatingChoice choice,
    double target,
    PolicyVerification.Real real) {
  private static final PolicyVerification.Real UNKNOWN =
      new PolicyVerification.Real(Double.NaN, Double.NaN);

  static PolicyState of(double snrDb, LinkBudget budget, PolicySolution found, double otherGvif) {
    return new PolicyState(snrDb, budget, found, otherGvif, found.choice(), budget.bits(), UNKNOWN);
  }

  PolicyState measured(PolicyVerification.Real means) {
    return new PolicyState(snrDb, budget, found, otherGvif, choice, target, means);
  }

  boolean fits() {
    return real.bits() <= budget.bits();
  }

  /** By how much the threshold was raised. */
  double raised() {
    return choice.alpha() - found.choice().alpha();
  }

  /**
   * The same with a threshold that is greater by what the real coder missed.
   *
   * @param margin share by which to go further than what was missed, in [0, 1)
   * @throws IllegalArgumentException if the greatest threshold does not do
   */
  PolicyState raise(ExpectedCurves curves, double maxAlpha, double margin) {
    double next = target * budget.bits() / real.bits() * (1 - margin);
    double alpha =
        new PolicyProblem(next, maxAlpha, 0)
            .smallestFitting(curves, choice.point(), choice.alpha());
    if (Double.isNaN(alpha)) {
      throw new IllegalArgumentException(
          "at " + snrDb + " dB the photos do not fit with the greatest threshold; begin higher");
    }
    OperatingChoice raised = new OperatingChoice(choice.point(), alpha);
    return new PolicyState(snrDb, budget, found, otherGvif, raised, next, UNKNOWN);
  }

  PolicyTable.Row row(int pixels) {
    return new PolicyTable.Row(
        snrDb,
        budget.bits(),
        (double) budget.bits() / pixels,
        choice.point(),
        choice.alpha(),
        real.bits(),
        real.gvif());
  }
}
