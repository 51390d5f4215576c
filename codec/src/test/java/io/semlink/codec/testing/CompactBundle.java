package io.semlink.codec.testing;

import io.semlink.codec.bundle.Bundle;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bundle of the repository, loaded once for all tests. */
public final class CompactBundle {
  private static final Bundle BUNDLE = Bundle.load(folder());

  private CompactBundle() {}

  public static Bundle get() {
    return BUNDLE;
  }

  /** Folder of the bundle, wherever in the repository the tests run. */
  public static Path folder() {
    return root().resolve("models/bundles/compact");
  }

  /** Root of the repository. */
  public static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("models/bundles"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("run the tests inside the repository");
    }
    return at;
  }
}
