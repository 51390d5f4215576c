package io.semlink.receiver.inpaint;

import java.util.Optional;

/**
 * How many steps a picture gets.
 *
 * @param steps steps to run; 0 for none
 * @param degradation why that is less than was asked
 * @param detail a sentence with the figures; empty if nothing was given up
 */
public record StepPlan(int steps, Optional<Degradation> degradation, String detail) {
  /** Checks that steps are not negative. */
  public StepPlan {
    if (steps < 0) {
      throw new IllegalArgumentException("steps must not be negative: " + steps);
    }
  }

  static StepPlan asAsked(int steps) {
    return new StepPlan(steps, Optional.empty(), "");
  }

  static StepPlan less(int steps, Degradation degradation, String detail) {
    return new StepPlan(steps, Optional.of(degradation), detail);
  }
}
