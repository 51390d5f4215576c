package io.semlink.codec.control;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Algorithm 1 of the paper: for each operating point stochastic descent in the threshold, with a
 * quadratic penalty for what exceeds the limit (eq. 33-35), gradients estimated from function
 * values at two places (eq. 36, 37) over a mini-batch, and projection to [0, alpha_th] (eq. 38);
 * then the point of greatest expected GVIF (eq. 39).
 *
 * <p>K is taken relative to the limit, K = (E[B] - C T_max) / (C T_max), so that one p serves every
 * state of the link; in bits p would have to change with the square of the limit.
 *
 * <p>The printed algorithm leaves two things open. Steps are proportional to a random m, so a small
 * one happens by chance: the descent ends when {@link Parameters#CALM} steps in a row are shorter
 * than xi. And a quadratic penalty ends where the limit is slightly exceeded: p is then multiplied
 * by ten and the descent goes on, at most {@link Parameters#ROUNDS} times in all; what is still
 * missing is made up by the smallest rise of the threshold that meets the limit, and reported as
 * {@link PolicySolution#backOff}.
 */
public final class ZeroOrder implements PolicySearch {
  private static final double START = 0.5;

  private final Parameters parameters;
  private final long seed;

  /**
   * Parameters that the paper leaves open. {@link #DEFAULT} was chosen by trying values over a set
   * of photos; docs/codec.md shows what others do.
   *
   * @param p penalty at the start, more than 0
   * @param nu smoothing nu of eq. (36), in units of alpha
   * @param eta step size of eq. (38)
   * @param xi length of a step that counts as none
   * @param batch photos of a mini-batch, Gamma_t
   * @param maxSteps most steps for each value of the penalty
   */
  public record Parameters(double p, double nu, double eta, double xi, int batch, int maxSteps) {
    /**
     * Values that serve -2 to 23 dB: p = 1 because K is relative and V of the order of one, so that
     * an excess of some per cent weighs as much as the GVIF it brings; nu = 0.05, half a step of
     * the grid of the curves and several times their jitter; eta = 0.1, with which slopes of V near
     * one cross the range in some tens of steps; xi = 1e-4, a hundredth of what a choice can be
     * told from another by; batches of 8.
     */
    public static final Parameters DEFAULT = new Parameters(1, 0.05, 0.1, 1e-4, 8, 1000);

    /** Short steps in a row that end a descent. */
    public static final int CALM = 5;

    /** Most values of the penalty that are tried, each ten times the one before. */
    public static final int ROUNDS = 3;

    /** Checks ranges. */
    public Parameters {
      if (!(p > 0 && nu > 0 && eta > 0 && xi > 0) || batch < 1 || maxSteps < 1) {
        throw new IllegalArgumentException(
            "p, nu, eta, xi, batch and maxSteps must be positive: "
                + String.join(", ", "" + p, "" + nu, "" + eta, "" + xi, "" + batch, "" + maxSteps));
      }
    }
  }

  /**
   * Creates a search.
   *
   * @param seed seed of mini-batches and of m
   */
  public ZeroOrder(Parameters parameters, long seed) {
    this.parameters = parameters;
    this.seed = seed;
  }

  @Override
  public Optional<PolicySolution> solve(ExpectedCurves curves, PolicyProblem problem) {
    SplittableRandom random = new SplittableRandom(seed);
    PolicySolution best = null;
    long steps = 0;
    for (int point : problem.feasiblePoints(curves).toArray()) {
      Descent descent = new Descent(curves, problem, point, random);
      double alpha = descent.run();
      steps += descent.steps;
      double fitting = problem.smallestFitting(curves, point, alpha);
      if (!Double.isNaN(fitting)) {
        PolicySolution found =
            PolicySolution.of(curves, point, fitting, fitting - alpha, descent.steps);
        best = best == null || found.expectedGvif() > best.expectedGvif() ? found : best;
      }
    }
    long all = steps;
    return Optional.ofNullable(best)
        .map(
            s ->
                new PolicySolution(
                    s.choice(), s.expectedGvif(), s.expectedBits(), s.backOff(), all));
  }

  /** Descent in alpha at one point. */
  private final class Descent {
    private final ExpectedCurves curves;
    private final PolicyProblem problem;
    private final int point;
    private final SplittableRandom random;
    private long steps;

    Descent(ExpectedCurves curves, PolicyProblem problem, int point, SplittableRandom random) {
      this.curves = curves;
      this.problem = problem;
      this.point = point;
      this.random = random;
    }

    double run() {
      double alpha = Math.min(START, problem.maxAlpha());
      double p = parameters.p();
      for (int round = 0; round < Parameters.ROUNDS; round++, p *= 10) {
        alpha = descend(alpha, p);
        if (problem.fits(curves, point, alpha)) {
          break;
        }
      }
      return alpha;
    }

    private double descend(double start, double p) {
      double alpha = start;
      int calm = 0;
      for (int t = 0; t < parameters.maxSteps() && calm < Parameters.CALM; t++, steps++) {
        double moved = alpha - parameters.eta() * gradient(alpha, p);
        double next = Math.max(0, Math.min(problem.maxAlpha(), moved));
        calm = Math.abs(next - alpha) < parameters.xi() ? calm + 1 : 0;
        alpha = next;
      }
      return alpha;
    }

    /** Eq. (35) with the estimates of eq. (36) and (37). */
    private double gradient(double alpha, double p) {
      double m = random.nextDouble(-1, 1);
      double nu = parameters.nu();
      double fidelity = 0;
      double excess = 0;
      double excessHere = 0;
      for (int i = 0; i < parameters.batch(); i++) {
        int photo = random.nextInt(curves.photos());
        double here = curves.bits(photo, point, alpha);
        double there = curves.bits(photo, point, alpha + nu * m);
        excess += (there - here) / problem.budgetBits() / nu * m / parameters.batch();
        excessHere += (here / problem.budgetBits() - 1) / parameters.batch();
        fidelity +=
            (curves.gvif(photo, point, alpha + nu * m) - curves.gvif(photo, point, alpha))
                / nu
                * m
                / parameters.batch();
      }
      return -fidelity + 2 * p * Math.max(0, excessHere) * excess;
    }
  }
}
