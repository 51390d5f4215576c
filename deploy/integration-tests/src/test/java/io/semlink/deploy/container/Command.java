package io.semlink.deploy.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that was run to its end. */
record Command(int code, String output) {
  /** Root of the repository. */
  static final Path ROOT = Path.of(System.getProperty("semlink.root", "../.."));

  /**
   * Runs a program in the root of the repository.
   *
   * @throws IOException if there is no such program, or it takes too long
   */
  static Command run(Duration atMost, String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("semlink", ".log");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .directory(ROOT.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        throw new IOException(command[0] + " took more than " + atMost);
      }
      return new Command(
          process.exitValue(), Files.readString(output, StandardCharsets.UTF_8).strip());
    } finally {
      Files.delete(output);
    }
  }

  boolean succeeded() {
    return code == 0;
  }

  String lastLine() {
    return output.substring(output.lastIndexOf('\n') + 1);
  }
}
