package io.semlink.launcher;

import io.grpc.ManagedChannel;
import io.semlink.client.TransmissionResult;
import io.semlink.launcher.report.RunReport;
import io.semlink.launcher.report.RunTable;
import io.semlink.transmitter.v1.TransmitOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends one photo over a link of its own and shows what happened. */
@Command(
    name = "demo",
    description = {
      "Starts transmitter, channel and receiver in this process, sends a photo through them over",
      "gRPC, shows what happened, and writes the pictures and the report to a folder."
    },
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Parameters(
      arity = "0..1",
      paramLabel = "PHOTO",
      defaultValue = "",
      description =
          "Photo (PNG, JPEG, WebP; sides of 32 to 4096 pixels); - for standard input."
              + " Default: examples/coffee.png.")
  private String photo = "";

  @Mixin private final NewLinkFlags link = new NewLinkFlags();
  @Mixin private final RequestFlags request = new RequestFlags();
  @Mixin private final BundleFlag bundle = new BundleFlag();
  @Mixin private final PolicyFlag policy = new PolicyFlag();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "${env:SEMLINK_OUT:-out/demo}",
      description =
          "Folder for pictures and report. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_OUT.")
  private Path out = Path.of("out/demo");

  @Option(names = "--json", description = "Print the report as JSON, and nothing else.")
  private boolean json;

  @Mixin private final GlobalFlags global = new GlobalFlags();

  DemoCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    TransmitOptions options = request.options("default");
    PhotoArgument input = PhotoArgument.read(streams, photo);
    TransmissionResult result;
    try (ProgressLine progress = new ProgressLine(streams)) {
      progress.show(0, "loading the models");
      try (LocalLink local =
          global.quietly(
              () ->
                  LocalLink.start(
                      bundle.folder(),
                      policy.file(bundle),
                      List.of(link.link("default", request.seed))))) {
        ManagedChannel channel = local.connect();
        try {
          result = Sender.send(channel, options, input.content(), request.timeout, progress);
        } finally {
          channel.shutdownNow();
        }
      }
      progress.show(1, "writing " + out);
      RunFolder.write(out, input.name(), result);
    }
    if (json) {
      streams.print(RunReport.of(result.report()).json());
    } else {
      int lastPoint = bundle.load().manifest().codec().operatingPoints().size() - 1;
      streams
          .out()
          .print(RunTable.render(result.report(), input.name(), lastPoint, streams.outLook()));
      streams.print("\n  Pictures and report in " + out + " (see overview.png)");
    }
    return ExitCode.OK.code();
  }
}
