package io.semlink.deploy.observe;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of Prometheus, which Debian has in its package {@code prometheus}. */
final class Tools {
  private static final int PATIENCE_SECONDS = 60;

  private Tools() {}

  /** Where a program is; the test is skipped, visibly, if it is not installed. */
  static Path require(String program) {
    Optional<Path> found =
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(
        found.isPresent(), program + " is not installed (Debian: apt-get install prometheus)");
    return found.orElseThrow();
  }

  /**
   * What a program says about its input.
   *
   * @param code its exit code
   * @param output standard output and error
   */
  record Verdict(int code, String output) {}

  /** Runs a program to its end. */
  static Verdict run(String input, List<String> command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("verdict", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " did not end");
      }
      return new Verdict(process.exitValue(), Files.readString(said));
    } finally {
      Files.delete(said);
    }
  }
}
