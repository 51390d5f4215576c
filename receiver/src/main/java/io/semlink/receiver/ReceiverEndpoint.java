package io.semlink.receiver;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.chassis.AdmissionQueue;
import io.semlink.chassis.LatestAttempts;
import io.semlink.chassis.OutboundStream;
import io.semlink.chassis.RequestScope;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.Telemetry;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import io.semlink.receiver.v1.GetImageRequest;
import io.semlink.receiver.v1.GetImageResponse;
import io.semlink.receiver.v1.ReceiveRequest;
import io.semlink.receiver.v1.ReceiveResponse;
import io.semlink.receiver.v1.ReceiverServiceGrpc;
import io.semlink.receiver.v1.WatchImagesRequest;
import io.semlink.receiver.v1.WatchImagesResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The receiver's calls. */
final class ReceiverEndpoint extends ReceiverServiceGrpc.ReceiverServiceImplBase {
  /** Messages of a call that may wait for a slow reader: 1 MiB at most. */
  private static final int WAITING_MESSAGES = 16;

  private static final Duration STALL_LIMIT = Duration.ofSeconds(20);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ReceiverConfig config;
  private final Models models;
  private final ImageStore store;
  private final AdmissionQueue queue;
  private final ScheduledExecutorService timer;
  private final Telemetry telemetry;
  private final BufferBudget budget;
  private final LatestAttempts attempts = new LatestAttempts();
  private final Semaphore watchers;
  private final Set<Watch> watching = ConcurrentHashMap.newKeySet();

  ReceiverEndpoint(
      ReceiverConfig config,
      Models models,
      ImageStore store,
      AdmissionQueue queue,
      ScheduledExecutorService timer,
      Telemetry telemetry) {
    this.config = config;
    this.models = models;
    this.store = store;
    this.queue = queue;
    this.timer = timer;
    this.telemetry = telemetry;
    this.budget = new BufferBudget(config.maxBufferedBytes());
    this.watchers = new Semaphore(config.maxWatchers());
  }

  /** Bytes of deliveries held at present. */
  long bufferedBytes() {
    return budget.held();
  }

  @Override
  public StreamObserver<ReceiveRequest> receive(StreamObserver<ReceiveResponse> responses) {
    OutboundStream<ReceiveResponse> out =
        OutboundStream.ofServer(
            (ServerCallStreamObserver<ReceiveResponse>) responses, WAITING_MESSAGES, STALL_LIMIT);
    EventSink sink = new EventSink(out);
    BufferBudget.Share share = budget.open();
    Work work = new Work(sink, share);
    Intake intake =
        new Intake(
            config.maxDeliveryBytes(),
            share,
            (requestId, attempt) -> work.accept(requestId, attempt),
            work::submit,
            sink::fail);
    Future<?> timeout =
        timer.schedule(
            RequestScope.wrap(() -> intake.abandon(late())),
            config.deliveryTimeout().toNanos(),
            TimeUnit.NANOSECONDS);
    ((ServerCallStreamObserver<ReceiveResponse>) responses)
        .setOnCloseHandler(
            () -> {
              timeout.cancel(false);
              work.close();
            });
    sink.onCancel(
        () -> {
          timeout.cancel(false);
          share.close();
          work.close();
        });
    return intake;
  }

  private ServiceException late() {
    return ServiceException.deadlineExceeded(
        "the delivery did not end within " + config.deliveryTimeout().toSeconds() + " s");
  }

  /** The work for one call of Receive. */
  private final class Work {
    private final EventSink sink;
    private final BufferBudget.Share share;
    private final Context.CancellableContext context = Context.current().withCancellation();
    private volatile LatestAttempts.@Nullable Lease lease;

    Work(EventSink sink, BufferBudget.Share share) {
      this.sink = sink;
      this.share = share;
    }

    /** Refuses early what would be refused when all of it has come. */
    void accept(String requestId, int attempt) {
      queue.requireRoom();
      lease = attempts.enter(requestId, attempt, this::supersede);
      sink.accepted(requestId, queue.depth());
    }

    void submit(Arrival arrival) {
      Reception reception = new Reception(models, store, telemetry, sink, arrival);
      context.run(
          () ->
              queue.submit(
                  () -> {
                    try {
                      reception.run();
                    } finally {
                      share.close();
                    }
                  }));
    }

    private void supersede(ServiceException why) {
      sink.fail(why);
      share.close();
      context.cancel(why);
    }

    void close() {
      LatestAttempts.Lease held = lease;
      if (held != null) {
        held.close();
      }
      context.cancel(null);
    }
  }

  @Override
  public void watchImages(
      WatchImagesRequest request, StreamObserver<WatchImagesResponse> responses) {
    if (request.getRecent() < 0) {
      throw ServiceException.invalidArgument("recent", "must be below 2147483648");
    }
    if (!watchers.tryAcquire()) {
      throw ServiceException.resourceExhausted(
          "QUEUE_FULL", config.maxWatchers() + " others are watching already", RETRY_AFTER);
    }
    OutboundStream<WatchImagesResponse> out =
        OutboundStream.ofServer(
            (ServerCallStreamObserver<WatchImagesResponse>) responses,
            Math.max(WAITING_MESSAGES, Math.min(request.getRecent(), store.size() + 1)),
            STALL_LIMIT);
    // A watcher that does not keep up misses pictures; it never holds up those who make them.
    Runnable leave =
        store.watch(
            request.getRecent(),
            delivery ->
                out.offer(WatchImagesResponse.newBuilder().setImage(delivery.summary()).build()));
    Watch watch = new Watch(out, leave);
    watching.add(watch);
    out.onCancel(watch::leave);
  }

  /** Ends all calls of WatchImages, which would not end by themselves. */
  void endWatches() {
    for (Watch watch : watching) {
      watch.out.fail(
          ServiceException.unavailable(
              "NOT_READY", "the receiver is stopping", Map.of(), RETRY_AFTER));
      watch.leave();
    }
  }

  /** One call of WatchImages. */
  private final class Watch {
    private final OutboundStream<WatchImagesResponse> out;
    private final Runnable unsubscribe;

    Watch(OutboundStream<WatchImagesResponse> out, Runnable unsubscribe) {
      this.out = out;
      this.unsubscribe = unsubscribe;
    }

    void leave() {
      if (watching.remove(this)) {
        unsubscribe.run();
        watchers.release();
      }
    }
  }

  @Override
  public void getImage(GetImageRequest request, StreamObserver<GetImageResponse> responses) {
    PictureKind kind =
        request.getKind() == PictureKind.PICTURE_KIND_UNSPECIFIED
            ? PictureKind.PICTURE_KIND_RECEIVED
            : request.getKind();
    PictureFile picture =
        store
            .find(request.getRequestId())
            .flatMap(delivery -> delivery.picture(kind))
            .orElseThrow(() -> unknown(request.getRequestId(), kind));
    List<PictureChunk> chunks = picture.chunks();
    // The parts share the bytes of the file, so that all of them may wait.
    OutboundStream<GetImageResponse> out =
        OutboundStream.ofServer(
            (ServerCallStreamObserver<GetImageResponse>) responses, chunks.size(), STALL_LIMIT);
    chunks.forEach(chunk -> out.offer(GetImageResponse.newBuilder().setChunk(chunk).build()));
    out.complete();
  }

  private static ServiceException unknown(String requestId, PictureKind kind) {
    String whose = requestId.isEmpty() ? "any request" : "request " + requestId;
    return ServiceException.notFound(
        "IMAGE_UNKNOWN",
        "no picture %s of %s is held (any more); WatchImages tells which are"
            .formatted(kind, whose),
        Map.of("request_id", requestId));
  }
}
