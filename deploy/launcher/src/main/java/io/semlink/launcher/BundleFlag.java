package io.semlink.launcher;

import io.semlink.codec.bundle.Bundle;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which trained models. */
final class BundleFlag {
  @Option(
      names = "--bundle",
      paramLabel = "NAME|DIR",
      defaultValue = "${env:SEMLINK_BUNDLE:-compact}",
      description =
          "Trained models: a name in models/bundles, or a folder. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_BUNDLE.")
  String bundle = "compact";

  Path folder() {
    return Home.bundle(bundle);
  }

  Bundle load() {
    return Bundle.load(folder());
  }
}
