package io.semlink.launcher;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.control.PolicyTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which policy table. */
final class PolicyFlag {
  private static final String NONE = "none";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      defaultValue = "${env:SEMLINK_POLICY:-}",
      description =
          "Policy table for control policy, made with ./semlink optimise; none for no table."
              + " Default: that of the bundle in models/policies, if there is one."
              + " Variable: SEMLINK_POLICY.")
  String policy = "";

  /**
   * The table's file. The bundle's own is taken only if it was made with this very version of it: a
   * bundle that is trained anew must not keep services from starting.
   */
  Optional<Path> file(BundleFlag bundle) {
    if (!policy.isEmpty()) {
      return policy.equals(NONE) ? Optional.empty() : Optional.of(Path.of(policy));
    }
    Path own = Home.policy(bundle.bundle);
    if (!Files.isRegularFile(own)) {
      return Optional.empty();
    }
    try (Bundle models = bundle.load()) {
      PolicyTable table = PolicyTable.parse(Files.readAllBytes(own));
      return table.bundle().equals(models.fingerprintHex()) ? Optional.of(own) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The table itself, checked against a bundle. */
  Optional<PolicyTable> load(BundleFlag flag, Bundle bundle) throws IOException {
    Optional<Path> file = file(flag);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    PolicyTable table = PolicyTable.parse(Files.readAllBytes(file.get()));
    table.requireBundle(
        bundle.fingerprintHex(), bundle.manifest().codec().operatingPoints().size());
    return Optional.of(table);
  }
}
