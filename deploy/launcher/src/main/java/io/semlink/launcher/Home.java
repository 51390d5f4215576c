package io.semlink.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the project's files lie: bundles and examples. */
final class Home {
  private static final String BUNDLES = "models/bundles";

  private Home() {}

  /**
   * The folder that holds {@code models/bundles}: the system property {@code semlink.home}, the
   * environment variable {@code SEMLINK_HOME}, or the nearest folder upwards from the present one.
   */
  static Path folder() {
    return Stream.of(System.getProperty("semlink.home"), System.getenv("SEMLINK_HOME"))
        .flatMap(Stream::ofNullable)
        .map(Path::of)
        .findFirst()
        .or(Home::upwards)
        .orElse(Path.of(""));
  }

  private static Optional<Path> upwards() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isDirectory(at.resolve(BUNDLES))) {
      at = at.getParent();
    }
    return Optional.ofNullable(at);
  }

  /** A bundle by its folder, or by its name in {@code models/bundles}. */
  static Path bundle(String nameOrFolder) {
    Path named = folder().resolve(BUNDLES).resolve(nameOrFolder);
    return Files.isDirectory(named) ? named : Path.of(nameOrFolder);
  }

  /** Where the policy table of a bundle lies that is given by its name. */
  static Path policy(String name) {
    return folder().resolve("models/policies").resolve(name + ".json");
  }

  /** The example photographs. */
  static Path examples() {
    return folder().resolve("examples");
  }
}
