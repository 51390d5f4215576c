package io.semlink.launcher;

import io.semlink.codec.bundle.Bundle;
import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.Findings;
import io.semlink.launcher.experiment.Experiments;
import io.semlink.launcher.experiment.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One of the paper's experiments, or all of them. */
@Command
final class EvalExperimentCommand implements Callable<Integer> {
  private static final String ALL = Experiments.ALL_OF_THEM;
  private static final int SMALL_SIDE_PX = 256;

  private final Streams streams;
  private final String name;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();
  @Mixin private final BundleFlag bundle = new BundleFlag();

  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description =
          "Folder of the data, see docs/evaluation.md, or of photos. Default: the project's"
              + " examples.")
  private @Nullable Path dataset;

  @Option(
      names = "--full",
      description = "All settings of the figures, at 512 pixels; takes the better part of an hour.")
  private boolean full;

  @Option(
      names = "--size",
      paramLabel = "PX",
      description =
          "Cut photos to their central square and resample them to this side; bandwidth goes with"
              + " the number of pixels. Default: 512 with --full, else 256.")
  private @Nullable Integer side;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "At most N photos of each set, evenly spread over it. Default: all.")
  private int limit;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of all that is random. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out/experiments",
      description = "Where pages, JSON, CSV and plots go. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("out", "experiments");

  @Option(
      names = "--measured",
      paramLabel = "DIR",
      defaultValue = "out/measured",
      description =
          "Keeps what has been measured of each photo; a run that was stopped goes on from there."
              + " Default: ${DEFAULT-VALUE}.")
  private Path measured = Path.of("out", "measured");

  @Option(names = "--json", description = "Print the verdicts as JSON.")
  private boolean json;

  private EvalExperimentCommand(Streams streams, String name) {
    this.streams = streams;
    this.name = name;
  }

  /** Adds a command for each experiment, and one for all. */
  static void addTo(CommandLine eval, Streams streams) {
    Map<String, String> questions = new LinkedHashMap<>(Experiments.questions());
    questions.put(
        ALL,
        "All of the paper's experiments, one after another, with a page that holds its claims"
            + " against what we find. Small by default; --full is what docs/experiments shows.");
    questions.forEach(
        (name, question) -> {
          CommandLine line = new CommandLine(new EvalExperimentCommand(streams, name));
          line.getCommandSpec().usageMessage().description(question);
          eval.addSubcommand(name, line);
        });
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    Settings settings =
        new Settings(
            full ? Settings.Grid.FULL : Settings.Grid.SMALL,
            side != null ? side : full ? Settings.PAPER_SIDE_PX : SMALL_SIDE_PX,
            seed,
            Home.examples());
    DataFolder data = new DataFolder(dataset == null ? Home.examples() : dataset, limit);
    Experiments.Results results;
    try (Bundle models = bundle.load();
        ProgressLine progress = new ProgressLine(streams)) {
      global.quietly(() -> EvalFlags.firstCall(models));
      results =
          Experiments.run(
              models,
              data,
              settings,
              name.equals(ALL) ? List.of() : List.of(name),
              this::commandLine,
              measured,
              progress::show);
    }
    for (Findings found : results.findings()) {
      found.write(out);
      if (!json) {
        found.lines().forEach(streams::print);
      }
    }
    if (name.equals(ALL)) {
      Files.writeString(out.resolve("README.md"), results.index());
    }
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      results.findings().forEach(found -> all.put(found.name(), found.figures()));
      streams.print(Json.write(all));
    } else {
      streams.print("written to " + out);
    }
    return ExitCode.OK.code();
  }

  /** How to run the same again; the data lie somewhere else for every reader. */
  private String commandLine(String experiment) {
    StringBuilder line = new StringBuilder("./semlink eval ").append(experiment);
    line.append(full ? " --full" : "").append(dataset == null ? "" : " --dataset DATA");
    line.append(side == null ? "" : " --size " + side)
        .append(limit == 0 ? "" : " --limit " + limit);
    return line.append(seed == 1 ? "" : " --seed " + seed).toString();
  }
}
