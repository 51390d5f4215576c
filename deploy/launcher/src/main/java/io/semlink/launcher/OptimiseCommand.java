package io.semlink.launcher;

import io.semlink.codec.fidelity.Gvif;
import io.semlink.launcher.eval.PolicyEval;
import io.semlink.launcher.eval.PolicyMethod;
import io.semlink.launcher.eval.PolicySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a policy table over a set of photos. */
@Command(
    name = "optimise",
    description = {
      "Finds, for each SNR, the operating point and the threshold of greatest mean GVIF whose mean",
      "size fits the limit, over a folder of photos, with the real coder; writes the policy table",
      "(policy.json) that a transmitter takes with --policy, and its curves as CSV and SVG."
    },
    sortOptions = false)
final class OptimiseCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final EvalFlags flags = new EvalFlags();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "exact",
      description =
          "exact (bisection on the mean size) or zero-order (the paper's Algorithm 1)."
              + " Default: ${DEFAULT-VALUE}.")
  private PolicyMethod method = PolicyMethod.EXACT;

  @Option(
      names = "--snr",
      paramLabel = "FROM:TO:STEP",
      converter = SnrRange.Converter.class,
      defaultValue = "-2:23:1",
      description = "SNRs of the rows, in dB. Default: ${DEFAULT-VALUE}.")
  private SnrRange snr = new SnrRange(List.of());

  @Option(
      names = "--deadline-ms",
      paramLabel = "MS",
      defaultValue = "20",
      description = "Limit on the time on the air. Default: ${DEFAULT-VALUE}.")
  private double deadlineMs = 20;

  @Option(
      names = "--bandwidth-hz",
      paramLabel = "HZ",
      defaultValue = "1e6",
      description = "Bandwidth of the link. Default: ${DEFAULT-VALUE}.")
  private double bandwidthHz = 1e6;

  @Option(
      names = "--max-alpha",
      paramLabel = "A",
      defaultValue = "0.8",
      description = "Greatest threshold, at most 0.8. Default: ${DEFAULT-VALUE}.")
  private double maxAlpha = 0.8;

  @Option(
      names = "--min-mask-psnr-db",
      paramLabel = "DB",
      defaultValue = "0",
      description =
          "Only operating points whose mean PSNR over whole photos reaches this. Default: all.")
  private double minMaskPsnrDb;

  @Option(
      names = "--gamma-squared",
      paramLabel = "V",
      defaultValue = "" + Gvif.DEFAULT_GAMMA_SQUARED,
      description = "Variance of the visual noise of GVIF. Default: ${DEFAULT-VALUE}.")
  private double gammaSquared = Gvif.DEFAULT_GAMMA_SQUARED;

  @Option(
      names = "--size",
      paramLabel = "PX",
      defaultValue = "512",
      description =
          "Photos are cut to the square in their middle and scaled to this side."
              + " Default: ${DEFAULT-VALUE}.")
  private int size = 512;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of zero-order. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--curves",
      paramLabel = "FILE",
      description =
          "Keep the measured curves in this file, and take them from it if it is there: they serve"
              + " other methods, SNRs, limits and bandwidths. Default: not kept.")
  private @Nullable Path curves;

  @Mixin private final BundleFlag bundle = new BundleFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  OptimiseCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    PolicySettings settings =
        new PolicySettings(
            method,
            snr.decibels(),
            deadlineMs,
            bandwidthHz,
            size,
            maxAlpha,
            minMaskPsnrDb,
            gammaSquared,
            seed,
            Optional.ofNullable(curves));
    return flags.report(
        streams,
        bundle,
        global,
        (models, data, progress) -> {
          PolicyEval.Result made = PolicyEval.run(models, data, settings, progress);
          Path folder = flags.folder(made.findings().name());
          Files.createDirectories(folder);
          Files.writeString(folder.resolve("policy.json"), made.table().json());
          return made.findings();
        });
  }
}
