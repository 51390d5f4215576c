package io.semlink.launcher;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads and changes the links of a running channel simulator. */
@Command(
    name = "link",
    description = "Reads and changes the links of a running channel simulator.",
    synopsisSubcommandLabel = "COMMAND")
final class LinkCommand implements Runnable {
  @Mixin private final HelpFlag help = new HelpFlag();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its subcommands. */
  static CommandLine of(Streams streams) {
    CommandLine line = new CommandLine(new LinkCommand());
    List.of(
            new LinkListCommand(streams),
            new LinkGetCommand(streams),
            new LinkSetCommand(streams),
            new LinkResetCommand(streams),
            new LinkDeleteCommand(streams),
            new LinkRecordCommand(streams),
            new LinkReplayCommand(streams),
            new LinkSampleCommand(streams),
            new LinkPresetsCommand(streams))
        .forEach(line::addSubcommand);
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which command? " + String.join(", ", spec.subcommands().keySet()));
  }
}
