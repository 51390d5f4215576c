package io.semlink.launcher;

import io.semlink.launcher.eval.RdEval;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures rate and distortion of the codec. */
@Command(
    name = "rd",
    description = {
      "Rate-distortion curve: codes every photo of a folder at every operating point, counts every",
      "bit of the file, decodes it and gives the means of bits per pixel and PSNR; on the Kodak",
      "images with the curves of other coders beside it."
    })
final class EvalRdCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();
  @Mixin private final BundleFlag bundle = new BundleFlag();
  @Mixin private final EvalFlags flags = new EvalFlags();

  @Option(
      names = "--points",
      split = ",",
      paramLabel = "K",
      description = "Operating points. Default: all.")
  private List<Integer> points = new ArrayList<>();

  EvalRdCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    return flags.report(
        streams,
        bundle,
        global,
        (models, data, progress) -> RdEval.run(models, data, points, progress));
  }
}
