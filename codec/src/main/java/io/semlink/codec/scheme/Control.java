package io.semlink.codec.scheme;

import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;

/** How the operating point and the threshold are chosen. */
public sealed interface Control {
  /**
   * The best GVIF that fits the link, searched for each photo.
   *
   * @param beyondMaxAlpha whether to take a threshold above the greatest one, up to 1, where
   *     nothing fits otherwise
   */
  record Exact(LinkBudget budget, ControlOptions bounds, boolean beyondMaxAlpha)
      implements Control {
    /** Search that keeps to its bounds. */
    public Exact(LinkBudget budget, ControlOptions bounds) {
      this(budget, bounds, false);
    }
  }

  /** A given choice, whatever it costs. */
  record Fixed(OperatingChoice choice) implements Control {}
}
