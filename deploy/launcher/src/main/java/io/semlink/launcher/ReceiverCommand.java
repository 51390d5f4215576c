package io.semlink.launcher;

import io.semlink.codec.network.DeviceChoice;
import io.semlink.receiver.ReceiverConfig;
import io.semlink.receiver.ReceiverServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the receiver. */
@Command(
    name = "receiver",
    description = "Runs the receiver until SIGTERM: decodes what arrived and paints the rest.",
    sortOptions = false)
final class ReceiverCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_PORT:-" + Ports.RECEIVER + "}",
      description =
          "gRPC port; 0 takes a free one. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_PORT.")
  private int port = Ports.RECEIVER;

  @Option(
      names = "--admin-port",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_ADMIN_PORT:-" + Ports.RECEIVER_ADMIN + "}",
      description =
          "Port of /metrics, /healthz, /readyz and /info. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_ADMIN_PORT.")
  private int adminPort = Ports.RECEIVER_ADMIN;

  @Mixin private final BundleFlag bundle = new BundleFlag();
  @Mixin private final WorkerFlags work = new WorkerFlags();

  @Option(
      names = "--max-batch",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_MAX_BATCH:-4}",
      description =
          "Pictures in one call of the denoiser, 1 to 64. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_MAX_BATCH.")
  private int maxBatch = 4;

  @Option(
      names = "--store-bytes",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_STORE_BYTES:-67108864}",
      description =
          "Bytes of finished pictures kept for GetImage. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_STORE_BYTES.")
  private long storeBytes = 64L << 20;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu",
      defaultValue = "${env:SEMLINK_DEVICE:-auto}",
      description =
          "Where networks run; auto takes the GPU where PyTorch finds one."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_DEVICE.")
  private DeviceChoice device = DeviceChoice.AUTO;

  @Mixin private final ServerFlags server = new ServerFlags();

  ReceiverCommand(Streams streams) {
    this.streams = streams;
  }

  /** The settings these flags describe. */
  ReceiverConfig config() {
    ReceiverConfig defaults = ReceiverConfig.of(server.server(port, adminPort), bundle.folder());
    return defaults
        .withWorkers(work.workersOr(defaults.workers()), work.queueOr(defaults.queueCapacity()))
        .withPolicy(defaults.policy(), maxBatch)
        .withStore(storeBytes, defaults.maxWatchers())
        .withDevice(device);
  }

  @Override
  public Integer call() throws Exception {
    server.startLogging();
    return Services.runUntilStopped(ReceiverServer.wire(config()), streams);
  }
}
