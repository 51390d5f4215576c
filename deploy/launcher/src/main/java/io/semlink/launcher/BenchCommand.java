package io.semlink.launcher;

import io.grpc.ManagedChannel;
import io.semlink.channel.link.LinkConfig;
import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.image.PhotoReader;
import io.semlink.launcher.report.Figures;
import io.semlink.launcher.report.RunReport;
import io.semlink.transmitter.v1.TransmitOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the speed of the whole path on this machine. */
@Command(
    name = "bench",
    description = {
      "Sends a photo again and again through the three services in this process, and prints the",
      "median time of every stage after warm-up, the speed of the entropy coder and of the channel",
      "alone, and the memory in use."
    })
final class BenchCommand implements Callable<Integer> {
  private static final double MOST_ENTROPY_MS = 15;
  private static final int MOST_MEBIBYTES = 1536;
  private static final double MOST_SEGMENT_MICROS = 100;
  private static final double LEAST_DECODE_MBPS = 5;

  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();
  @Mixin private final BundleFlag bundle = new BundleFlag();
  @Mixin private final NewLinkFlags link = new NewLinkFlags();
  @Mixin private final RequestFlags request = new RequestFlags();

  @Parameters(
      arity = "0..1",
      paramLabel = "PHOTO",
      defaultValue = "",
      description = "Photo. Default: examples/astronaut.png, 512x512.")
  private String photo = "";

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "9",
      description = "Measured runs. Default: ${DEFAULT-VALUE}.")
  private int runs = 9;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "3",
      description = "Runs before. Default: ${DEFAULT-VALUE}.")
  private int warmUp = 3;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  BenchCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    if (runs < 1 || warmUp < 0) {
      throw new Failure.CommandException(ExitCode.USAGE, "--runs must be at least 1");
    }
    PhotoArgument input =
        PhotoArgument.read(
            streams, photo.isEmpty() ? Home.examples().resolve("astronaut.png").toString() : photo);
    LinkConfig config = link.link("default", request.seed);
    List<RunReport> reports = new ArrayList<>();
    Map<String, Double> memory;
    try (LocalLink local = global.quietly(() -> LocalLink.start(bundle.folder(), List.of(config)));
        ProgressLine progress = new ProgressLine(streams)) {
      ManagedChannel channel = local.connect();
      try {
        measure(channel, input.content(), reports, progress);
        memory = Memory.residentMebibytes();
      } finally {
        channel.shutdownNow();
      }
    }
    BenchFigures figures = BenchFigures.of(reports);
    EntropyBench entropy;
    try (Bundle models = bundle.load()) {
      entropy =
          EntropyBench.run(
              models, PhotoReader.read(input.content()), reports.get(0).operatingPoint(), 5 * runs);
    }
    ChannelBench air = ChannelBench.run(runs);
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("photo", input.name());
      fields.put("runs", runs);
      fields.put("processors", Runtime.getRuntime().availableProcessors());
      fields.put("stage_median_ms", figures.stages());
      fields.put("median_ms", figures.sums());
      fields.put("entropy_encode_ms", entropy.encodeMs());
      fields.put("entropy_decode_ms", entropy.decodeMs());
      fields.put("entropy_symbols", entropy.symbols());
      fields.put("entropy_bits", entropy.bits());
      fields.put("capacity_segment_us", air.segmentMicros());
      fields.put("ldpc_decode_mbps", air.decodeMbps());
      fields.put("resident_mib", memory);
      streams.print(Json.write(fields));
    } else {
      printTable(input.name(), figures, entropy, air, memory);
    }
    return ExitCode.OK.code();
  }

  private void measure(
      ManagedChannel channel, byte[] photoFile, List<RunReport> reports, ProgressLine progress) {
    try (ProgressLine silent = ProgressLine.silent()) {
      TransmitOptions options = request.options("default");
      for (int run = -warmUp; run < runs; run++) {
        progress.show(
            (double) (run + warmUp) / (runs + warmUp), run < 0 ? "warming up" : "run " + (run + 1));
        RunReport report =
            RunReport.of(
                Sender.send(channel, options, photoFile, request.timeout, silent).report());
        if (run >= 0) {
          reports.add(report);
        }
      }
    }
  }

  private void printTable(
      String name,
      BenchFigures figures,
      EntropyBench entropy,
      ChannelBench air,
      Map<String, Double> memory)
      throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%n  %s, median of %d runs after %d, %d processors%n%n",
            name,
            runs,
            warmUp,
            Runtime.getRuntime().availableProcessors()));
    figures.stages().forEach((stage, time) -> row(text, stage, Figures.time(time), ""));
    text.append('\n');
    for (BenchFigures.Goal goal : BenchFigures.GOALS) {
      Double time = figures.sums().get(goal.key());
      if (time != null) {
        row(
            text,
            goal.name(),
            Figures.time(time),
            verdict(time, goal.mostMs()) + Figures.time(goal.mostMs()));
      }
    }
    row(
        text,
        "entropy coding, whole photo",
        Figures.time(entropy.encodeMs()),
        verdict(entropy.encodeMs(), MOST_ENTROPY_MS)
            + Figures.time(MOST_ENTROPY_MS)
            + symbols(entropy));
    row(text, "entropy decoding", Figures.time(entropy.decodeMs()), "");
    row(
        text,
        "channel at capacity, per segment",
        String.format(Locale.ROOT, "%.2f us", air.segmentMicros()),
        verdict(air.segmentMicros(), MOST_SEGMENT_MICROS) + "100 us");
    row(
        text,
        "LDPC decoding, " + ChannelBench.ITERATIONS + " iterations",
        String.format(Locale.ROOT, "%.1f Mbit/s", air.decodeMbps()),
        (air.decodeMbps() >= LEAST_DECODE_MBPS ? "above " : "below ") + "5 Mbit/s");
    memory.forEach(
        (what, size) ->
            row(
                text,
                "resident memory, " + what,
                String.format(Locale.ROOT, "%.0f MiB", size),
                verdict(size, MOST_MEBIBYTES) + MOST_MEBIBYTES + " MiB"));
    streams.out().print(text);
    streams.out().flush();
  }

  private static String verdict(double value, double most) {
    return value <= most ? "within " : "over ";
  }

  private static String symbols(EntropyBench entropy) {
    return String.format(
        Locale.ROOT,
        " (%d symbols, %.1f ns each)",
        entropy.symbols(),
        1e6 * entropy.encodeMs() / Math.max(1, entropy.symbols()));
  }

  private static void row(StringBuilder text, String name, String figure, String note) {
    String line = String.format(Locale.ROOT, "    %-32s %11s   %s", name, figure, note);
    text.append(line.stripTrailing()).append('\n');
  }
}
