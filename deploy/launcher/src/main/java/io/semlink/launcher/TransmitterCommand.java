package io.semlink.launcher;

import io.semlink.transmitter.RequestDefaults;
import io.semlink.transmitter.RetrySettings;
import io.semlink.transmitter.TransmitterConfig;
import io.semlink.transmitter.TransmitterServer;
import io.semlink.transmitter.WorkSettings;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the transmitter. */
@Command(
    name = "transmitter",
    description =
        "Runs the transmitter until SIGTERM: decides what of a photo to send, and sends it.",
    sortOptions = false)
final class TransmitterCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_PORT:-" + Ports.TRANSMITTER + "}",
      description =
          "gRPC port; 0 takes a free one. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_PORT.")
  private int port = Ports.TRANSMITTER;

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_ADMIN_PORT:-" + Ports.TRANSMITTER_ADMIN + "}",
      description =
          "Port of the console, /metrics, /healthz, /readyz and /info; 0 takes a free one. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_ADMIN_PORT.")
  private int adminPort = Ports.TRANSMITTER_ADMIN;

  @Option(
      names = "--channel",
      paramLabel = "HOST:PORT",
      converter = HostPort.Converter.class,
      defaultValue = "${env:SEMLINK_CHANNEL:-127.0.0.1:" + Ports.CHANNEL + "}",
      description =
          "Where the channel simulator is. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_CHANNEL.")
  private HostPort channel = new HostPort("127.0.0.1", Ports.CHANNEL);

  @Mixin private final BundleFlag bundle = new BundleFlag();
  @Mixin private final PolicyFlag policy = new PolicyFlag();
  @Mixin private final WorkerFlags work = new WorkerFlags();

  @Option(
      names = "--upload-timeout",
      paramLabel = "DURATION",
      defaultValue = "${env:SEMLINK_UPLOAD_TIMEOUT:-30s}",
      description =
          "Time a client has to upload its photo. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_UPLOAD_TIMEOUT.")
  private Duration uploadTimeout = Duration.ofSeconds(30);

  @Mixin private final PeerFlags peer = new PeerFlags();

  @Option(
      names = "--retry-attempts",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_RETRY_ATTEMPTS:-3}",
      description =
          "Attempts to bring one photo over, 1 to 10: when the channel or the receiver goes away,"
              + " the photo is sent again. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_RETRY_ATTEMPTS.")
  private int retryAttempts = 3;

  @Option(
      names = "--retry-delay",
      paramLabel = "DURATION",
      defaultValue = "${env:SEMLINK_RETRY_DELAY:-200ms}",
      description =
          "Mean time before the second attempt; it doubles with each further one, to 10 times"
              + " this. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_RETRY_DELAY.")
  private Duration retryDelay = Duration.ofMillis(200);

  @Option(
      names = "--retry-budget",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_RETRY_BUDGET:-10}",
      description =
          "Failures in a row, over all photos, after half of which nothing is sent again, 2 to"
              + " 1000; ten successes make good for one. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_RETRY_BUDGET.")
  private int retryBudget = 10;

  @Option(
      names = "--default-scheme",
      paramLabel = "ID",
      defaultValue = "${env:SEMLINK_SCHEME:-CIE}",
      description =
          "Scheme of requests that name none. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_SCHEME.")
  private String defaultScheme = "CIE";

  @Option(
      names = "--min-mask-psnr-db",
      paramLabel = "DB",
      defaultValue = "${env:SEMLINK_MIN_MASK_PSNR_DB:-0}",
      description =
          "Least estimated PSNR of what is sent, for requests that name none."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_MIN_MASK_PSNR_DB.")
  private double minMaskPsnrDb;

  @Option(
      names = "--margin-db",
      paramLabel = "DB",
      defaultValue = "${env:SEMLINK_MARGIN_DB:-0}",
      description =
          "Margin kept from the link's SNR as known, 0 to 40, for requests that name none."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_MARGIN_DB.")
  private double marginDb;

  @Mixin private final ConsoleFlags console = new ConsoleFlags();
  @Mixin private final ServerFlags server = new ServerFlags();

  TransmitterCommand(Streams streams) {
    this.streams = streams;
  }

  /** The settings these flags describe. */
  TransmitterConfig config() {
    WorkSettings standard = WorkSettings.defaults();
    return TransmitterConfig.of(
            server.server(port, adminPort), server.peer("channel", channel, peer), bundle.folder())
        .withWork(
            new WorkSettings(
                work.workersOr(standard.workers()),
                work.queueOr(standard.queueCapacity()),
                standard.maxBufferedBytes(),
                uploadTimeout))
        .withRetries(
            new RetrySettings(retryAttempts, retryDelay, retryDelay.multipliedBy(10), retryBudget))
        .withDefaults(
            new RequestDefaults(defaultScheme, minMaskPsnrDb, marginDb, policy.file(bundle)))
        .withConsole(console.config());
  }

  @Override
  public Integer call() throws Exception {
    server.startLogging();
    return Services.runUntilStopped(TransmitterServer.wire(config()).runtime(), streams);
  }
}
