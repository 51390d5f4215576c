package io.semlink.transmitter;

import io.semlink.chassis.AdmissionQueue;
import io.semlink.chassis.DaemonThreads;
import io.semlink.chassis.Peer;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.chassis.Telemetry;
import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.control.PolicyTable;
import io.semlink.codec.image.ImageException;
import io.semlink.codec.importance.UnknownLabelException;
import io.semlink.transmitter.console.Console;
import io.semlink.transmitter.console.ServiceFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A running transmitter.
 *
 * <pre>{@code
 * try (TransmitterServer server =
 *     TransmitterServer.wire(
 *         TransmitterConfig.of(
 *             ServerConfig.plaintext("0.0.0.0", 7100, 7101),
 *             PeerConfig.plaintext("channel", "localhost", 7200),
 *             Path.of("models/bundles/compact")))) {
 *   server.runtime().awaitStopped();
 * }
 * }</pre>
 */
public final class TransmitterServer implements AutoCloseable {
  private final ServiceRuntime runtime;

  private TransmitterServer(ServiceRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Loads the models, listens, warms up and reports ready. The channel is connected to when the
   * first request needs it.
   *
   * @throws IOException if a port is taken or a TLS file cannot be read
   * @throws io.semlink.codec.bundle.BundleException if the bundle is damaged or incomplete
   * @throws io.semlink.codec.control.PolicyException if the policy table is damaged or was made
   *     with another bundle
   */
  public static TransmitterServer wire(TransmitterConfig config) throws IOException {
    Bundle bundle = Bundle.load(config.bundle());
    try {
      BundleCoder coder = new BundleCoder(bundle, policy(config, bundle));
      return wire(config, coder, coder::warmUp, bundle);
    } catch (IOException | RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  private static Optional<PolicyTable> policy(TransmitterConfig config, Bundle bundle)
      throws IOException {
    if (config.defaults().policy().isEmpty()) {
      return Optional.empty();
    }
    PolicyTable table = PolicyTable.parse(Files.readAllBytes(config.defaults().policy().get()));
    table.requireBundle(
        bundle.fingerprintHex(), bundle.manifest().codec().operatingPoints().size());
    return Optional.of(table);
  }

  /**
   * Wires the service around a coder.
   *
   * @param warmUp runs before the service reports ready
   * @param resource is closed after the last call has ended
   */
  static TransmitterServer wire(
      TransmitterConfig config, PhotoCoder coder, Runnable warmUp, AutoCloseable resource)
      throws IOException {
    Telemetry telemetry = Telemetry.create("transmitter", config.server().traces());
    Peer channel = Peer.connect(config.channel(), telemetry);
    AdmissionQueue queue =
        new AdmissionQueue(
            "transmitter", config.work().workers(), config.work().queueCapacity(), telemetry);
    ExecutorService finisher =
        Executors.newSingleThreadExecutor(DaemonThreads.named("transmitter-finish"));
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("transmitter-timer"));
    ServiceRuntime.Builder builder =
        ServiceRuntime.builder(config.server(), telemetry)
            .translate(ImageException.class, TransmitterServer::unreadable)
            .translate(UnknownLabelException.class, TransmitterServer::unknownLabel);
    Console console = new Console(config.console(), facts(config, coder, queue), builder.errors());
    TransmitterParts parts =
        new TransmitterParts(
            config,
            coder,
            channel.channel(),
            queue,
            finisher,
            timer,
            new Retries(config.retries(), config.channel().name(), telemetry),
            telemetry,
            new TransmitterMetrics(telemetry),
            console.journal());
    TransmitterService service = new TransmitterService(parts);
    ServiceRuntime runtime;
    try {
      runtime =
          builder
              .service(service)
              .closeAtStop(resource)
              .closeAtStop(channel)
              .closeAtStop(finisher::shutdownNow)
              .closeAtStop(timer::shutdownNow)
              .closeAtStop(queue)
              .closeAtStop(console)
              .info("bundle", () -> coder.capabilities().getBundle().getName())
              .info("bundle_fingerprint", () -> coder.capabilities().getBundle().getFingerprint())
              .info("channel", () -> config.channel().host() + ":" + config.channel().port())
              .info("channel_breaker", channel::breakerState)
              .info("peers", () -> List.of(channel.health().info()))
              .info("queue_depth", queue::depth)
              .start();
    } catch (IOException | RuntimeException e) {
      queue.close();
      timer.shutdownNow();
      finisher.shutdownNow();
      channel.close();
      telemetry.close();
      throw e;
    }
    console.open(runtime, channel);
    try {
      warmUp.run();
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
    service.ready();
    runtime.ready();
    return new TransmitterServer(runtime);
  }

  private static ServiceFacts facts(
      TransmitterConfig config, PhotoCoder coder, AdmissionQueue queue) {
    return new ServiceFacts(
        config.server().host(),
        () -> TransmitterService.capabilities(coder),
        config.defaults().scheme(),
        queue::depth,
        config.work().queueCapacity(),
        config.work().workers());
  }

  private static ServiceException unreadable(ImageException e) {
    return ServiceException.invalidArgument(
        "PHOTO_UNREADABLE", List.of(new FieldViolation("photo_chunk", message(e))));
  }

  private static ServiceException unknownLabel(UnknownLabelException e) {
    return ServiceException.invalidArgument("options.labels_of_interest", message(e));
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }

  /** Port of the gRPC server. */
  public int port() {
    return runtime.port();
  }

  /** Port of the admin server. */
  public int adminPort() {
    return runtime.admin().port();
  }

  /** The running service, to wait for its end or to add to its admin server. */
  public ServiceRuntime runtime() {
    return runtime;
  }

  /** Drains and stops the service. */
  @Override
  public void close() {
    runtime.close();
  }
}
