package io.semlink.launcher;

import io.semlink.launcher.report.Look;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Streams of a command that a test runs in its own JVM. */
final class TestStreams {
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final byte[] in;

  TestStreams(byte... in) {
    this.in = in.clone();
  }

  /** Runs a command and returns its exit code. */
  int run(String... args) {
    return SemlinkCommand.execute(
        new Streams(
            new ByteArrayInputStream(in),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Look.PLAIN,
            false),
        args);
  }

  String outText() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String errText() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
