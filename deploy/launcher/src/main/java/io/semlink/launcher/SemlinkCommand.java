package io.semlink.launcher;

import io.semlink.chassis.BuildInfo;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code semlink} command: its subcommands, and how they end. */
@Command(
    name = "semlink",
    versionProvider = SemlinkCommand.Version.class,
    description = "Sends the meaning of a photograph over a simulated wireless link.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Exit codes: 0 done, 1 fault, 2 usage, 3 input refused, 4 limit infeasible, 5 data damaged,",
      "6 service down, 7 out of time, 8 too busy, 9 models, 10 file.",
      "",
      "Try:  semlink demo"
    })
final class SemlinkCommand implements Runnable {
  @Mixin private final HelpFlag help = new HelpFlag();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? One of those below.");
  }

  /** Names the build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "semlink " + BuildInfo.version() + " (Java " + Runtime.version().feature() + ")"
      };
    }
  }

  /**
   * Parses and runs a command.
   *
   * @return exit code
   */
  static int execute(Streams streams, String... args) {
    try {
      return commandLine(streams).execute(args);
    } catch (OutOfMemoryError | LinkageError e) {
      streams.err().println("semlink: " + Failure.of(e).message());
      e.printStackTrace(streams.err());
      return ExitCode.INTERNAL.code();
    }
  }

  static CommandLine commandLine(Streams streams) {
    CommandLine line = new CommandLine(new SemlinkCommand());
    if (Installation.hasModels()) {
      addCommandsWithModels(line, streams);
    } else {
      line.addSubcommand(new ChannelSimCommand(streams));
      line.addSubcommand(new HealthCommand(streams));
    }
    line.addSubcommand(LinkCommand.of(streams));
    if (Installation.hasModels()) {
      line.addSubcommand(evaluations(streams));
    }
    boolean colour = streams.outLook().colour();
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            colour ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    line.registerConverter(java.time.Duration.class, new DurationConverter());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler((e, args) -> usageError(streams, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(streams, e, parsed));
    return line;
  }

  private static void addCommandsWithModels(CommandLine line, Streams streams) {
    List.of(
            new DemoCommand(streams),
            new SendCommand(streams),
            new TransmitterCommand(streams),
            new ChannelSimCommand(streams),
            new ReceiverCommand(streams),
            new EncodeCommand(streams),
            new DecodeCommand(streams),
            new InspectCommand(streams),
            new HealthCommand(streams),
            new OptimiseCommand(streams),
            new BenchCommand(streams))
        .forEach(line::addSubcommand);
  }

  private static CommandLine evaluations(Streams streams) {
    CommandLine eval =
        new CommandLine(new EvalCommand())
            .addSubcommand(new EvalRdCommand(streams))
            .addSubcommand(new EvalChannelCommand(streams))
            .addSubcommand(new EvalImportanceCommand(streams))
            .addSubcommand(new EvalInpaintingCommand(streams))
            .addSubcommand(new EvalCaptionsCommand(streams));
    EvalExperimentCommand.addTo(eval, streams);
    return eval;
  }

  private static int usageError(Streams streams, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    streams.err().println("semlink: " + e.getMessage());
    if (command.equals("semlink")) {
      e.getCommandLine().usage(streams.err());
    } else {
      streams.err().println("Help: " + command + " --help");
    }
    return ExitCode.USAGE.code();
  }

  private static int failed(Streams streams, Exception e, CommandLine.ParseResult parsed) {
    Failure failure = Failure.of(e);
    streams.out().flush();
    streams.err().println("semlink: " + failure.message());
    CommandLine.ParseResult sub = parsed;
    while (sub.hasSubcommand()) {
      sub = sub.subcommand();
    }
    if (sub.hasMatchedOption("--verbose")) {
      e.printStackTrace(streams.err());
    } else if (failure.code() == ExitCode.INTERNAL) {
      streams.err().println("This is a fault of the program; --verbose shows where.");
    }
    return failure.code().code();
  }
}
