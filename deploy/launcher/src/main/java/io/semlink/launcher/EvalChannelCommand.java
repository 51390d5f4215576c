package io.semlink.launcher;

import io.semlink.launcher.eval.ChannelEval;
import io.semlink.launcher.eval.ChannelSamples;
import io.semlink.launcher.eval.Findings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the channel simulator itself. */
@Command(
    name = "channel",
    description = {
      "Outage and goodput against the margin that a transmitter keeps, for each way to know the",
      "state of a fading link: at capacity, with theory beside it, and modulated and coded. Draws",
      "samples of every fading law, too. Needs neither photos nor models."
    },
    sortOptions = false)
final class EvalChannelCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "Messages at capacity per margin, each in a block of its own. Default: ${DEFAULT-VALUE}.")
  private int blocks = 20_000;

  @Option(
      names = "--symbol-blocks",
      paramLabel = "N",
      defaultValue = "500",
      description = "Messages that are modulated and coded. Default: ${DEFAULT-VALUE}.")
  private int symbolBlocks = 500;

  @Option(
      names = "--samples",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Draw samples and distributions of every fading law. Default: yes.")
  private boolean samples = true;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all that is random. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out/eval/channel",
      description = "Where JSON, CSV and plots go. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("out", "eval", "channel");

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Mixin private final GlobalFlags global = new GlobalFlags();

  EvalChannelCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    Findings found;
    try (ProgressLine progress = new ProgressLine(streams)) {
      found = ChannelEval.run(seed, blocks, symbolBlocks, progress::show);
      found.write(out);
      if (samples) {
        progress.show(1, "drawing samples");
        ChannelSamples.write(out, seed);
      }
    }
    if (json) {
      streams.print(Json.write(found.figures()));
    } else {
      found.lines().forEach(streams::print);
      streams.print("written to " + out);
    }
    return ExitCode.OK.code();
  }
}
