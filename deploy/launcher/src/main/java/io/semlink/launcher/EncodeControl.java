package io.semlink.launcher;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.scheme.Control;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags that say how operating point and threshold of a file are chosen. */
final class EncodeControl {
  @Option(
      names = {"-k", "--point"},
      paramLabel = "POINT",
      description = "Operating point: 0 = smallest, 18 = best with the compact bundle.")
  private @Nullable Integer point;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      defaultValue = "0",
      description =
          "Code only cells with at least this importance, in [0,1]. Default: 0, everything.")
  private double alpha;

  @Option(
      names = "--max-bits",
      paramLabel = "N",
      description = "Instead of --point: the best that the scheme can do with this many bits.")
  private @Nullable Long maxBits;

  @Option(
      names = "--control",
      paramLabel = "MODE",
      defaultValue = "exact",
      description =
          "With --max-bits: exact (searched for this photo) or policy (from the policy table)."
              + " Default: ${DEFAULT-VALUE}.")
  private SearchMode control = SearchMode.EXACT;

  @Mixin private final PolicyFlag policy = new PolicyFlag();

  /** Checks the usage, before anything is read. */
  void requireOne() {
    if ((point == null) == (maxBits == null)) {
      throw new Failure.CommandException(
          ExitCode.USAGE, "encode takes --point POINT or --max-bits N");
    }
  }

  /** The control these flags describe. */
  Control control(BundleFlag flag, Bundle bundle) throws IOException {
    requireOne();
    if (point != null) {
      return new Control.Fixed(new OperatingChoice(point, alpha));
    }
    LinkBudget budget = new LinkBudget(Objects.requireNonNull(maxBits), Duration.ofSeconds(1));
    if (control == SearchMode.EXACT) {
      return new Control.Exact(budget, ControlOptions.DEFAULT);
    }
    return new Control.Policy(
        policy
            .load(flag, bundle)
            .orElseThrow(
                () ->
                    new Failure.CommandException(
                        ExitCode.MODELS,
                        "there is no policy table for this bundle: make one with ./semlink optimise"
                            + " and name it with --policy")),
        budget);
  }
}
