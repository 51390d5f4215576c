package io.semlink.transmitter;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.chassis.BuildInfo;
import io.semlink.chassis.RequestScope;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.StageTimer;
import io.semlink.codec.image.PhotoReader;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.GetCapabilitiesRequest;
import io.semlink.transmitter.v1.GetCapabilitiesResponse;
import io.semlink.transmitter.v1.PhotoBounds;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitRequest;
import io.semlink.transmitter.v1.TransmitResponse;
import io.semlink.transmitter.v1.TransmitterServiceGrpc.TransmitterServiceImplBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The contract's face: takes requests in and hands them to the workers. */
final class TransmitterService extends TransmitterServiceImplBase {
  private static final List<String> MEDIA_TYPES = List.of("image/png", "image/jpeg", "image/webp");
  private static final Duration START_TIME = Duration.ofSeconds(2);

  private final TransmitterParts parts;
  private final RequestLedger ledger = new RequestLedger(InstantSource.system());
  private final BufferBudget budget;
  private final OptionsReader reader;
  private volatile boolean ready;

  /** Creates the service. */
  TransmitterService(TransmitterParts parts) {
    this.parts = parts;
    this.budget = new BufferBudget(parts.config().work().maxBufferedBytes());
    GetCapabilitiesResponse capabilities = parts.coder().capabilities();
    this.reader =
        new OptionsReader(
            capabilities.getSchemesList(),
            parts.config().defaults().scheme(),
            capabilities.getOperatingPointsCount(),
            parts.config().defaults().minMaskPsnrDb(),
            parts.config().defaults().marginDb(),
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
    var call = (ServerCallStreamObserver<TransmitResponse>) responses;
    ResponseSink<TransmitResponse> sink = new ResponseSink<>(call);
    Duration limit = parts.config().work().uploadTimeout();
    Future<?> timeout =
        parts
            .timer()
            .schedule(
                () ->
                    sink.fail(
                        ServiceException.deadlineExceeded(
                            "the photo was not uploaded within " + limit.toMillis() + " ms")),
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
    return new Intake(call, sink, budget, timeout, new Face(timer, sink));
  }

  /** Takes one call's request over. */
  private final class Face implements Intake.Handover {
    private final Instant acceptedAt = Instant.now();
    private final StageTimer timer;
    private final ResponseSink<TransmitResponse> sink;
    private volatile RequestLedger.@Nullable Claim claim;

    Face(StageTimer timer, ResponseSink<TransmitResponse> sink) {
      this.timer = timer;
      this.sink = sink;
    }

    @Override
    public RequestOptions begin(TransmitOptions options) {
      RequestOptions read = reader.read(options);
      parts.coder().check(read);
      boolean named = !options.getRequestId().isEmpty();
      if (named) {
        RequestScope.current().identify(options.getRequestId());
      }
      RequestLedger.Claim mine =
          ledger.claim(
              RequestScope.current().requestId(), named ? Optional.of(options) : Optional.empty());
      claim = mine;
      if (sink.hasEnded()) {
        mine.close();
      }
      // Before the photo is uploaded for nothing.
      if (!mine.isRepeated()) {
        parts.queue().requireRoom();
      }
      return read;
    }

    @Override
    public void accept(RequestOptions options, byte[] file) {
      RequestLedger.Claim mine = claim;
      if (mine == null) {
        throw new IllegalStateException("there were no options");
      }
      RequestScope scope = RequestScope.current();
      scope.annotate("link", options.linkName());
      scope.annotate("scheme", options.scheme());
      String id = scope.requestId();
      Optional<TransmissionReport> before = mine.photo(file);
      if (before.isPresent()) {
        sink.send(Transmission.acceptance(parts, id, 0));
        sink.send(TransmitResponse.newBuilder().setReport(before.get()).build());
        sink.complete();
        return;
      }
      PhotoRequest request =
          new PhotoRequest(id, options, acceptedAt, new StageLog(timer, sink), sink, mine);
      Transmission transmission = new Transmission(parts, request, file);
      transmission.accepted(parts.queue().submit(transmission::run).waitingBefore());
    }

    @Override
    public void ended() {
      RequestLedger.Claim mine = claim;
      if (mine != null) {
        mine.close();
      }
    }
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
