package io.semlink.launcher;

import io.semlink.launcher.eval.InpaintingEval;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what the receiver paints. */
@Command(
    name = "inpainting",
    description = {
      "How well the receiver fills what was not sent, at 20, 40 and 60 %% of the cells kept, against",
      "fills that need no network: distance in the classifier's features, seams, and whether the",
      "caption steers what is painted (imagenette, pets, kodak)."
    })
final class EvalInpaintingCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();
  @Mixin private final BundleFlag bundle = new BundleFlag();
  @Mixin private final EvalFlags flags = new EvalFlags();

  @Option(
      names = "--short-side",
      paramLabel = "PX",
      defaultValue = "256",
      description = "Larger photos are scaled down to this short side. Default: ${DEFAULT-VALUE}.")
  private int shortSide = 256;

  @Option(
      names = {"-k", "--point"},
      paramLabel = "POINT",
      defaultValue = "9",
      description = "Operating point of what is sent. Default: ${DEFAULT-VALUE}.")
  private int point = 9;

  @Option(
      names = "--kept",
      split = ",",
      paramLabel = "PERCENT",
      defaultValue = "20,40,60",
      description = "Shares of the cells to keep, in per cent. Default: ${DEFAULT-VALUE}.")
  private List<Double> kept = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the noise and of the wrong labels. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  EvalInpaintingCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    InpaintingEval.Settings settings =
        new InpaintingEval.Settings(
            shortSide, point, kept.stream().map(percent -> percent / 100).toList(), seed);
    return flags.report(
        streams,
        bundle,
        global,
        (models, data, progress) -> InpaintingEval.run(models, data, settings, progress));
  }
}
