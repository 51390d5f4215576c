package io.semlink.transmitter;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.chassis.BuildInfo;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.StageTimer;
import io.semlink.codec.image.PhotoReader;
import io.semlink.link.v1.ControlMode;
import io.semlink.transmitter.v1.GetCapabilitiesRequest;
import io.semlink.transmitter.v1.GetCapabilitiesResponse;
import io.semlink.transmitter.v1.PhotoBounds;
import io.semlink.transmitter.v1.TransmitRequest;
import io.semlink.transmitter.v1.TransmitResponse;
import io.semlink.transmitter.v1.TransmitterServiceGrpc.TransmitterServiceImplBase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The contract's face: takes requests in and hands them to the workers. */
final class TransmitterService extends TransmitterServiceImplBase {
  private static final List<String> MEDIA_TYPES = List.of("image/png", "image/jpeg", "image/webp");
  private static final Duration START_TIME = Duration.ofSeconds(2);

  private final TransmitterParts parts;
  private final ScheduledExecutorService timeouts;
  private final BufferBudget budget;
  private final OptionsReader reader;
  private volatile boolean ready;

  /**
   * Creates the service.
   *
   * @param timeouts runs what ends uploads that take too long
   */
  TransmitterService(TransmitterParts parts, ScheduledExecutorService timeouts) {
    this.parts = parts;
    this.timeouts = timeouts;
    this.budget = new BufferBudget(parts.config().maxBufferedBytes());
    GetCapabilitiesResponse capabilities = parts.coder().capabilities();
    this.reader =
        new OptionsReader(
            capabilities.getSchemesList(),
            parts.config().defaultScheme(),
            capabilities.getOperatingPointsCount(),
            parts.config().minMaskPsnrDb(),
            parts.config().marginDb(),
            capabilities.getControlsList().contains(ControlMode.CONTROL_MODE_POLICY));
  }

  /** Takes requests from now on. */
  void ready() {
    ready = true;
  }

  @Override
  public StreamObserver<TransmitRequest> transmit(StreamObserver<TransmitResponse> responses) {
    requireReady();
    StageTimer timer = new StageTimer(parts.telemetry());
    Instant now = Instant.now();
    var call = (ServerCallStreamObserver<TransmitResponse>) responses;
    ResponseSink<TransmitResponse> sink = new ResponseSink<>(call);
    Duration limit = parts.config().uploadTimeout();
    Future<?> timeout =
        timeouts.schedule(
            () ->
                sink.fail(
                    ServiceException.deadlineExceeded(
                        "the photo was not uploaded within " + limit.toMillis() + " ms")),
            limit.toNanos(),
            TimeUnit.NANOSECONDS);
    return new Intake(
        call,
        sink,
        options -> {
          RequestOptions read = reader.read(options);
          parts.coder().check(read);
          return read;
        },
        budget,
        timeout,
        (options, file) -> start(options, file, now, timer, sink));
  }

  private void start(
      RequestOptions options,
      byte[] file,
      Instant acceptedAt,
      StageTimer timer,
      ResponseSink<TransmitResponse> sink) {
    Transmission transmission = new Transmission(parts, options, file, acceptedAt, timer, sink);
    transmission.accepted(parts.queue().submit(transmission::run).waitingBefore());
  }

  @Override
  public void getCapabilities(
      GetCapabilitiesRequest request, StreamObserver<GetCapabilitiesResponse> responses) {
    responses.onNext(capabilities(parts.coder()));
    responses.onCompleted();
  }

  /** What a service with this coder can do. */
  static GetCapabilitiesResponse capabilities(PhotoCoder coder) {
    return coder.capabilities().toBuilder()
        .setPhotoBounds(
            PhotoBounds.newBuilder()
                .setMinSidePx(PhotoReader.MIN_SIDE)
                .setMaxSidePx(PhotoReader.MAX_SIDE)
                .setMaxFileBytes(PhotoReader.MAX_BYTES)
                .addAllMediaTypes(MEDIA_TYPES))
        .setServiceVersion(BuildInfo.version())
        .build();
  }

  private void requireReady() {
    if (!ready) {
      throw ServiceException.unavailable(
          "NOT_READY", "the transmitter is starting", Map.of(), START_TIME);
    }
  }
}
