package io.semlink.launcher;

import io.grpc.ManagedChannel;
import io.semlink.channel.link.LinkConfig;
import io.semlink.client.TransmissionResult;
import io.semlink.launcher.report.RunReport;
import io.semlink.launcher.report.RunTable;
import io.semlink.transmitter.console.ConsoleConfig;
import io.semlink.transmitter.v1.TransmitOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final Duration SERVE_DRAIN = Duration.ofSeconds(30);

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

  @Option(
      names = "--serve",
      description = {
        "Go on after the photo, until Ctrl-C or SIGTERM: with the console at"
            + " http://127.0.0.1:8401/, and the transmitter at port 7401 for ./semlink send. The"
            + " channel and the receiver take the ports that follow."
      })
  private boolean serve;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_PORT:-" + Ports.TRANSMITTER + "}",
      description =
          "With --serve: gRPC port of the transmitter; 0 takes free ones. Default:"
              + " ${DEFAULT-VALUE}. Variable: SEMLINK_PORT.")
  private int port = Ports.TRANSMITTER;

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_ADMIN_PORT:-" + Ports.TRANSMITTER_ADMIN + "}",
      description =
          "With --serve: admin port of the transmitter, where the console is; 0 takes free ones."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_ADMIN_PORT.")
  private int adminPort = Ports.TRANSMITTER_ADMIN;

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
    try (LocalLink local = start()) {
      result = send(local, options, input);
      if (serve) {
        show(result, input);
        return serve(local);
      }
    }
    show(result, input);
    return ExitCode.OK.code();
  }

  private LocalLink start() throws Exception {
    LinkConfig only = link.link("default", request.seed);
    LocalLink.Setup setup =
        serve
            ? new LocalLink.Setup(
                bundle.folder(),
                policy.file(bundle),
                List.of(only),
                port,
                adminPort,
                ConsoleConfig.DEFAULT,
                SERVE_DRAIN)
            : LocalLink.Setup.brief(bundle.folder(), policy.file(bundle), List.of(only));
    try (ProgressLine progress = new ProgressLine(streams)) {
      progress.show(0, "loading the models");
      return global.quietly(() -> LocalLink.start(setup));
    }
  }

  private TransmissionResult send(LocalLink local, TransmitOptions options, PhotoArgument input) {
    ManagedChannel channel = local.connect();
    try (ProgressLine progress = new ProgressLine(streams)) {
      return Sender.send(channel, options, input.content(), request.timeout, progress);
    } finally {
      channel.shutdownNow();
    }
  }

  private int serve(LocalLink local) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(local::close, "demo-stop"));
    PrintStream to = json ? streams.err() : streams.out();
    to.printf(
        "%n  Console      %s%n  Transmitter  %s, as --target of ./semlink send%n"
            + "  Ctrl-C stops the three services.%n",
        local.adminAddress(), local.target());
    to.flush();
    local.awaitStopped();
    return ExitCode.OK.code();
  }

  private void show(TransmissionResult result, PhotoArgument input) throws IOException {
    try (ProgressLine progress = new ProgressLine(streams)) {
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
  }
}
