package io.semlink.launcher;

import io.semlink.launcher.eval.ImportanceEval;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures the classifier and its importance map. */
@Command(
    name = "importance",
    description = {
      "How often the classifier is right (imagenette, caltech101, pets), how well its importance",
      "map finds the animal (pointing game, animal's share of what is kept), and its time."
    })
final class EvalImportanceCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();
  @Mixin private final BundleFlag bundle = new BundleFlag();
  @Mixin private final EvalFlags flags = new EvalFlags();

  EvalImportanceCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    return flags.report(streams, bundle, global, ImportanceEval::run);
  }
}
