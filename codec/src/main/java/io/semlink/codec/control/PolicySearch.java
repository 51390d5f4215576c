package io.semlink.codec.control;

import java.util.Optional;

/** A way to solve problem (31) over a set of photos. */
public interface PolicySearch {
  /**
   * The choice of greatest expected GVIF whose expected bits fit.
   *
   * @return empty if no point meets the floor and the limit with any threshold allowed
   */
  Optional<PolicySolution> solve(ExpectedCurves curves, PolicyProblem problem);
}
