package io.semlink.codec.control;

import java.util.Optional;

/**
 * Exact counterpart of Algorithm 1. Neither expected GVIF nor expected rate rises with alpha, so at
 * a point the best threshold is the smallest one whose expected bits fit: bisection finds it. The
 * best point is the one with the greatest expected GVIF there, eq. (39).
 */
public final class ExactPolicy implements PolicySearch {
  @Override
  public Optional<PolicySolution> solve(ExpectedCurves curves, PolicyProblem problem) {
    return problem
        .feasiblePoints(curves)
        .mapToObj(point -> solve(curves, problem, point))
        .flatMap(Optional::stream)
        .reduce((best, next) -> next.expectedGvif() > best.expectedGvif() ? next : best);
  }

  private static Optional<PolicySolution> solve(
      ExpectedCurves curves, PolicyProblem problem, int point) {
    double alpha = problem.smallestFitting(curves, point, 0);
    return Double.isNaN(alpha)
        ? Optional.empty()
        : Optional.of(PolicySolution.of(curves, point, alpha, 0, 0));
  }
}
