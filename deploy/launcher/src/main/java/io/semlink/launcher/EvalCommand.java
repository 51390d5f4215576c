package io.semlink.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measurements over a folder of photos. */
@Command(
    name = "eval",
    description = "Measures the bundle over data sets, and writes JSON, CSV and plots.",
    synopsisSubcommandLabel = "MEASUREMENT")
final class EvalCommand implements Runnable {
  @Mixin private final HelpFlag help = new HelpFlag();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which measurement? " + String.join(", ", spec.subcommands().keySet()));
  }
}
