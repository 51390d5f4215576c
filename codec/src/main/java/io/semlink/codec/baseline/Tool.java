package io.semlink.codec.baseline;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An external program, found on the PATH once. */
final class Tool {
  /** The slowest coder takes about half a minute for the largest photo on two cores. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  private static final int MESSAGE_BYTES = 2000;
  private static final String OUTPUT = "output.txt";

  private final String name;
  private final String debianPackage;
  private final Optional<Path> program;

  private Tool(String name, String debianPackage, Optional<Path> program) {
    this.name = name;
    this.debianPackage = debianPackage;
    this.program = program;
  }

  /** The first of some names for the same program that is installed. */
  static Tool find(String debianPackage, String... names) {
    return new Tool(names[0], debianPackage, Stream.of(names).flatMap(Tool::onPath).findFirst());
  }

  private static Stream<Path> onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }

  String debianPackage() {
    return debianPackage;
  }

  boolean installed() {
    return program.isPresent();
  }

  /**
   * Runs the program in a folder.
   *
   * @param arguments with files named relative to the folder
   * @return the beginning of what it printed
   * @throws ToolException if it is missing, ends with an error or not within {@link #LIMIT}
   */
  String run(Path folder, List<String> arguments) throws ToolException {
    Path file =
        program.orElseThrow(
            () ->
                new ToolException(
                    name + " is not installed: install the Debian package " + debianPackage));
    List<String> command = new ArrayList<>();
    command.add(file.toString());
    command.addAll(arguments);
    Path output = folder.resolve(OUTPUT);
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(output.toFile())
              .start();
      int code = await(process);
      String said = beginning(output);
      if (code != 0) {
        throw new ToolException(name + " ended with code " + code + ": " + lastLine(said));
      }
      return said;
    } catch (IOException e) {
      throw new ToolException(name + " cannot be run: " + e.getMessage());
    }
  }

  private int await(Process process) throws ToolException {
    try {
      if (process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new ToolException(name + " took more than " + LIMIT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException(name + " was interrupted");
      cancelled.initCause(e);
      throw cancelled;
    } finally {
      process.destroyForcibly().onExit().join(); // It may be writing into a folder to be deleted.
    }
  }

  private static String beginning(Path output) throws IOException {
    try (InputStream in = Files.newInputStream(output)) {
      return new String(in.readNBytes(MESSAGE_BYTES), StandardCharsets.UTF_8);
    }
  }

  private static String lastLine(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1).strip();
  }
}
