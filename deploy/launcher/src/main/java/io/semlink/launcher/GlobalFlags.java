package io.semlink.launcher;

import io.semlink.chassis.ServiceLogging;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** Flags of every command that is a tool rather than a service. */
final class GlobalFlags {
  @Option(
      names = {"-v", "--verbose"},
      description = "Log to standard error, and show stack traces.")
  boolean verbose;

  /** Does work that calls a network for the first time, without the library's own warnings. */
  <T> T quietly(Callable<T> work) throws Exception {
    try (NativeWarnings silenced = NativeWarnings.silenced(!verbose)) {
      return work.call();
    }
  }

  /** Sets logging up: standard error alone, warnings only unless asked. */
  void startLogging() {
    ServiceLogging.human(verbose ? "DEBUG" : "WARN");
  }
}
