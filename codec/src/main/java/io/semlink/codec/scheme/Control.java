package io.semlink.codec.scheme;

import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;

/** How the operating point and the threshold are chosen. */
public sealed interface Control {
  /** The best GVIF that fits the link, searched for each photo. */
  record Exact(LinkBudget budget, ControlOptions bounds) implements Control {}

  /** A given choice, whatever it costs. */
  record Fixed(OperatingChoice choice) implements Control {}
}
