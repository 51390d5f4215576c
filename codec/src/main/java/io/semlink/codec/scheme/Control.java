package io.semlink.codec.scheme;

import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.control.PolicyTable;
import io.semlink.codec.fidelity.Gvif;
import java.util.Optional;

/** How the operating point and the threshold are chosen. */
public sealed interface Control {
  /** What the coded photo has to fit; empty if the choice is given, whatever it costs. */
  Optional<LinkBudget> limit();

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

    @Override
    public Optional<LinkBudget> limit() {
      return Optional.of(budget);
    }
  }

  /**
   * The row of a table that suits the link. A table promises that photos fit in the mean; one that
   * takes more steps down row by row until it fits.
   */
  record Policy(PolicyTable table, LinkBudget budget) implements Control {
    @Override
    public Optional<LinkBudget> limit() {
      return Optional.of(budget);
    }
  }

  /**
   * A given choice, whatever it costs.
   *
   * @param gammaSquared variance of the visual noise of the GVIF that is reported
   */
  record Fixed(OperatingChoice choice, double gammaSquared) implements Control {
    /** A given choice, measured with the usual visual noise. */
    public Fixed(OperatingChoice choice) {
      this(choice, Gvif.DEFAULT_GAMMA_SQUARED);
    }

    @Override
    public Optional<LinkBudget> limit() {
      return Optional.empty();
    }
  }
}
