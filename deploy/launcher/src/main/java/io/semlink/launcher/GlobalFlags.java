package io.semlink.launcher;

import io.semlink.chassis.ServiceLogging;
import picocli.CommandLine.Option;

/** Flags of every command that is a tool rather than a service. */
final class GlobalFlags {
  @Option(
      names = {"-v", "--verbose"},
      description = "Log to standard error, and show stack traces.")
  boolean verbose;

  /** Sets logging up: standard error alone, warnings only unless asked. */
  void startLogging() {
    ServiceLogging.human(verbose ? "DEBUG" : "WARN");
  }
}
