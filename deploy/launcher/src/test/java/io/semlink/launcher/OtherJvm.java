package io.semlink.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The semlink command in a JVM of its own, with the class path of the test. */
final class OtherJvm {
  private OtherJvm() {}

  static Process start(List<String> jvmOptions, String... args) throws IOException {
    return start(System.getProperty("java.class.path"), jvmOptions, args);
  }

  /** Starts a command with another class path. */
  static Process start(String classPath, List<String> jvmOptions, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Djava.awt.headless=true", "-Dai.djl.offline=true"));
    command.add("-Dsemlink.home=" + Home.folder().toAbsolutePath());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath, Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).start();
  }

  /** Runs a command to its end and returns what it printed to standard output. */
  static String run(List<String> jvmOptions, String... args)
      throws IOException, InterruptedException {
    Process process = start(jvmOptions, args);
    process.getErrorStream().transferTo(System.err);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException(List.of(args) + " failed: " + out);
    }
    return out;
  }

  /** Reads standard error until the service says that it is ready, and returns its gRPC port. */
  static int awaitPort(Process process) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("semlink: ready, gRPC on port ")) {
        return Integer.parseInt(line.replaceAll(".*gRPC on port (\\d+),.*", "$1"));
      }
      seen.append(line).append('\n');
    }
    throw new IllegalStateException("the service ended before it was ready: " + seen);
  }
}
