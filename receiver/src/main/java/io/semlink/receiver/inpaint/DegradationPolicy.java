package io.semlink.receiver.inpaint;

import java.time.Duration;
import java.util.Optional;

/**
 * What is given up under load or for want of time: first steps, then the inpainting itself.
 *
 * @param reducedSteps steps of a picture under load
 * @param fullUpTo pictures in the making up to which another one gets all its steps
 * @param reducedUpTo pictures in the making up to which another one gets the reduced steps; beyond,
 *     it gets none
 */
public record DegradationPolicy(int reducedSteps, int fullUpTo, int reducedUpTo) {
  /** Share of the steps a deadline affords that is planned: steps may take longer than they did. */
  private static final double AFFORDABLE_SHARE = 0.75;

  /** Checks the order. */
  public DegradationPolicy {
    if (reducedSteps < 1 || reducedSteps > InpaintSettings.MAX_STEPS) {
      throw new IllegalArgumentException(
          "reducedSteps must be 1 to " + InpaintSettings.MAX_STEPS + ", is " + reducedSteps);
    }
    if (fullUpTo < 0 || reducedUpTo < fullUpTo) {
      throw new IllegalArgumentException(
          "0 <= fullUpTo <= reducedUpTo does not hold: " + fullUpTo + ", " + reducedUpTo);
    }
  }

  /** Most pictures in the making at a time. */
  public int maxActive() {
    return reducedUpTo + 1;
  }

  /**
   * Plans the steps of a picture.
   *
   * @param asked steps asked for
   * @param active pictures in the making
   * @param step time that one step of this picture takes when alone; zero if not known
   * @param left time that the deadline leaves for inpainting; empty if there is none
   */
  StepPlan plan(int asked, int active, Duration step, Optional<Duration> left) {
    if (active > reducedUpTo) {
      return StepPlan.less(
          0, Degradation.PREVIEW_ONLY, active + " pictures are being inpainted already");
    }
    StepPlan plan =
        active > fullUpTo && reducedSteps < asked
            ? StepPlan.less(
                reducedSteps,
                Degradation.FEWER_STEPS,
                "%d steps in place of %d: %d other pictures are being inpainted"
                    .formatted(reducedSteps, asked, active))
            : StepPlan.asAsked(asked);
    if (left.isEmpty() || step.isZero()) {
      return plan;
    }
    // Others in the making share the network, so every step waits for one of each.
    Duration turn = step.multipliedBy(active + 1L);
    long affordable = left.get().isNegative() ? 0 : left.get().dividedBy(turn);
    if (affordable >= plan.steps()) {
      return plan;
    }
    if (affordable >= reducedSteps) {
      int steps = Math.max(reducedSteps, (int) (AFFORDABLE_SHARE * affordable));
      return StepPlan.less(
          steps,
          Degradation.FEWER_STEPS,
          "%d steps in place of %d: the deadline is in %d ms"
              .formatted(steps, asked, left.get().toMillis()));
    }
    return StepPlan.less(
        0,
        Degradation.OUT_OF_TIME,
        "the deadline in %d ms leaves no time for %d steps of %d ms"
            .formatted(left.get().toMillis(), reducedSteps, turn.toMillis()));
  }
}
