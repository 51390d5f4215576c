package io.semlink.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A photo file.
 *
 * @param name name to show
 * @param content bytes of the file
 */
record PhotoArgument(String name, byte[] content) {

  /** Reads a file, standard input for {@code -}, or the example for nothing. */
  static PhotoArgument read(Streams streams, String file) throws IOException {
    if (file.equals("-")) {
      return new PhotoArgument("standard input", streams.read(file));
    }
    Path path = file.isEmpty() ? Home.examples().resolve("coffee.png") : Path.of(file);
    return new PhotoArgument(String.valueOf(path.getFileName()), Files.readAllBytes(path));
  }
}
