package io.semlink.receiver;

import io.semlink.chassis.AdmissionQueue;
import io.semlink.chassis.DaemonThreads;
import io.semlink.chassis.SemlinkMetrics;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.chassis.Telemetry;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.network.Gpus;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The receiver as a service.
 *
 * <pre>{@code
 * ServiceRuntime receiver =
 *     ReceiverServer.wire(
 *         ReceiverConfig.of(ServerConfig.loopback(), Path.of("models/bundles/compact")));
 * int port = receiver.port();
 * }</pre>
 */
public final class ReceiverServer {
  /** The service's name in metrics and logs. */
  public static final String NAME = "receiver";

  private ReceiverServer() {}

  /**
   * Builds the service, starts it, and warms its networks up.
   *
   * @param config what it is started with
   * @return the service, listening and ready; closing it stops everything it started
   * @throws IOException if a port is taken or a TLS file cannot be read
   * @throws io.semlink.codec.bundle.BundleException if the bundle is missing, damaged or
   *     inconsistent
   * @throws IllegalArgumentException if the networks are to run on a GPU and there is none
   * @throws InterruptedException if interrupted while warming up
   */
  public static ServiceRuntime wire(ReceiverConfig config)
      throws IOException, InterruptedException {
    Models models = Models.load(config);
    int gpus = Gpus.count();
    Telemetry telemetry = Telemetry.create(NAME, config.server().traces());
    SemlinkMetrics.GPUS.gauge(telemetry.registry(), () -> gpus, NAME);
    SemlinkMetrics.GPU_MEMORY_USED.gauge(
        telemetry.registry(), () -> Gpus.usedBytes(models.device()), NAME);
    ImageStore store = new ImageStore(config.storeBytes());
    AdmissionQueue queue =
        new AdmissionQueue(NAME, config.workers(), config.queueCapacity(), telemetry);
    ScheduledThreadPoolExecutor timer = DaemonThreads.timer(NAME + "-timer");
    ReceiverEndpoint endpoint =
        new ReceiverEndpoint(config, models, store, queue, timer, telemetry);
    ServiceRuntime runtime;
    try {
      runtime =
          ServiceRuntime.builder(config.server(), telemetry)
              .service(endpoint)
              .translate(DecodeException.class, ReceiverServer::undecodable)
              .endAtStop(endpoint::endWatches)
              .closeAtStop(models)
              .closeAtStop(timer::shutdownNow)
              .closeAtStop(queue)
              .info("bundle", models.identity()::getName)
              .info("bundle_version", models.identity()::getVersion)
              .info("bundle_fingerprint", models.identity()::getFingerprint)
              .info("device", models.device()::toString)
              .info("gpus", () -> gpus)
              .info("degradation", () -> DegradationLadder.of(config))
              .info("inpaintings_active", models.inpainter()::active)
              .info("buffered_bytes", endpoint::bufferedBytes)
              .info("stored_images", store::size)
              .info("stored_bytes", store::bytes)
              .start();
    } catch (IOException | RuntimeException e) {
      queue.close();
      timer.shutdownNow();
      models.close();
      telemetry.close();
      throw e;
    }
    try {
      models.warmUp();
      runtime.ready();
      return runtime;
    } catch (InterruptedException | RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  private static ServiceException undecodable(DecodeException e) {
    return ServiceException.dataLoss(
            "UNDECODABLE",
            "what arrived cannot be decoded: " + e.getMessage(),
            Map.of("offset_bytes", Long.toString(e.offset()), "detail", e.reason()))
        .causedBy(e);
  }
}
