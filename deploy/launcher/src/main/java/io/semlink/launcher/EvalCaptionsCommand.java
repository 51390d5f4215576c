package io.semlink.launcher;

import io.semlink.launcher.eval.CaptionEval;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures the captions. */
@Command(
    name = "captions",
    description = {
      "Whether captions name the right label, whether place and colours fit the photo, and how",
      "many bytes they take (captions, imagenette, caltech101, pets)."
    })
final class EvalCaptionsCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();
  @Mixin private final BundleFlag bundle = new BundleFlag();
  @Mixin private final EvalFlags flags = new EvalFlags();

  EvalCaptionsCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    return flags.report(streams, bundle, global, CaptionEval::run);
  }
}
