package io.semlink.deploy.observe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where the project's files lie. */
final class Project {
  private Project() {}

  /** A file or folder by its path from the project's root. */
  static Path file(String path) {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("models/bundles"))) {
      at = Objects.requireNonNull(at.getParent(), "not inside the project");
    }
    return at.resolve(path);
  }
}
