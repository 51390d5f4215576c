package io.semlink.launcher;

import picocli.CommandLine.Option;

/** Help of a command. */
final class HelpFlag {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
