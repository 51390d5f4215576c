package io.semlink.transmitter;

import io.grpc.Context;
import io.semlink.channel.v1.RelayCompleted;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.channel.v1.RelayOpened;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.chassis.Deadlines;
import io.semlink.chassis.RequestScope;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.StageTimer;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.image.PngWriter;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.link.v1.BundleIdentity;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverEvent;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.link.v1.ServiceRole;
import io.semlink.link.v1.StageTime;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.console.TransmissionJournal;
import io.semlink.transmitter.console.TransmissionObserver;
import io.semlink.transmitter.v1.Accepted;
import io.semlink.transmitter.v1.Decided;
import io.semlink.transmitter.v1.Progress;
import io.semlink.transmitter.v1.Sent;
import io.semlink.transmitter.v1.StageState;
import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One photo on its way. A worker reads, decides, codes and sends; what the channel and the receiver
 * say is passed on as it comes; when they are done, the finisher measures and reports. Whatever
 * happens, the sink gets its one ending.
 */
final class Transmission implements RelayCall.Listener {
  /** Stage that hands the segments to the channel. */
  private static final String SEND = "send";

  private final TransmitterParts parts;
  private final RequestOptions options;
  private final String requestId;
  private final Instant acceptedAt;
  private final Context context = Context.current();
  private final StageTimer timer;
  private final ResponseSink<TransmitResponse> sink;
  private final PictureStore pictures;
  private final Runnable finish = RequestScope.wrap(this::finish);

  private final CountDownLatch announced = new CountDownLatch(1);
  private final Map<String, StageTimer.StageRecord> coderStages = new LinkedHashMap<>();

  private volatile Duration totalTime = Duration.ZERO;
  private volatile TransmissionObserver observer = TransmissionObserver.NONE;
  private volatile byte @Nullable [] file;
  private volatile boolean passingOn;
  private volatile @Nullable RelayCall relay;
  private volatile @Nullable Photo photo;
  private volatile @Nullable CodedPhoto coded;
  private volatile @Nullable RelayOpened opened;
  private volatile @Nullable RelayCompleted completed;
  private volatile @Nullable ReceiverReport receiverReport;

  /** Prepares the work for a request; must happen in the request's context. */
  Transmission(
      TransmitterParts parts,
      RequestOptions options,
      byte[] file,
      Instant acceptedAt,
      StageTimer timer,
      ResponseSink<TransmitResponse> sink) {
    this.parts = parts;
    this.options = options;
    this.file = file;
    this.requestId = RequestScope.current().requestId();
    this.acceptedAt = acceptedAt;
    this.timer = timer;
    this.sink = sink;
    Set<PictureKind> measured = EnumSet.noneOf(PictureKind.class);
    if (options.measurePsnr()) {
      measured.add(PictureKind.PICTURE_KIND_DECODED);
      measured.add(PictureKind.PICTURE_KIND_RECEIVED);
    }
    this.pictures = new PictureStore(measured);
    sink.onReady(this::resume);
  }

  /**
   * Tells the client that its request was taken up: the first event, on which the worker waits.
   *
   * @param waitingBefore requests that were waiting before it
   */
  void accepted(int waitingBefore) {
    observer =
        parts
            .journal()
            .begin(
                new TransmissionJournal.Accepted(
                    requestId, options.linkName(), acceptedAt, this::end));
    sink.observe(observer::event, observer::ended);
    sink.send(
        TransmitResponse.newBuilder()
            .setAccepted(
                Accepted.newBuilder()
                    .setRequestId(requestId)
                    .setBundle(bundle())
                    .setQueueDepth(waitingBefore))
            .build());
    announced.countDown();
  }

  /** The worker's part: from the file to the last segment. */
  void run() {
    try {
      announced.await();
      transmit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(ServiceException.cancelled("the transmitter is stopping").causedBy(e));
    } catch (RuntimeException e) {
      end(e);
    }
  }

  private void transmit() {
    byte[] bytes = takeFile();
    Photo read = read(bytes);
    show(bytes);
    RelayCall link = RelayCall.open(parts.channel(), header(), stallLimit(), this);
    relay = link;
    RelayOpened state = link.awaitOpened(parts.config().openTimeout());
    opened = state;
    UsableLink usable = UsableLink.of(state.getKnownState());
    CodedPhoto result = parts.coder().code(read, options, usable, this::coderStage);
    coded = result;
    show(bytes, result.importance());
    coderStages.values().forEach(timer::add);
    sink.send(
        TransmitResponse.newBuilder()
            .setDecided(
                Decided.newBuilder()
                    .setDecision(result.decision())
                    .setBits(result.bits())
                    .setKnownState(state.getKnownState()))
            .build());
    checkAlive();
    started(SEND);
    long from = System.nanoTime();
    link.send(result.segments());
    ended(SEND, Duration.ofNanos(System.nanoTime() - from));
    sendPictures(read, result);
    passingOn = true;
    link.resume();
  }

  /** The file, which is not kept any longer than it is needed. */
  private byte[] takeFile() {
    byte[] bytes = file;
    if (bytes == null) {
      throw new IllegalStateException("a transmission runs once");
    }
    file = null;
    return bytes;
  }

  private Photo read(byte[] bytes) {
    checkAlive();
    started("read");
    long from = System.nanoTime();
    Photo read = PhotoReader.read(bytes);
    photo = read;
    ended("read", Duration.ofNanos(System.nanoTime() - from));
    return read;
  }

  /** Leaves the file rather than pixels, to draw from when somebody looks: mostly nobody does. */
  private void show(byte[] bytes) {
    observer.drawable(
        PictureKind.PICTURE_KIND_SENT,
        bytes.length,
        () -> PngWriter.write(PhotoReader.read(bytes)));
  }

  private void show(byte[] bytes, ImportanceMap map) {
    observer.drawable(
        PictureKind.PICTURE_KIND_IMPORTANCE,
        (long) Float.BYTES * map.rows() * map.columns(),
        () -> PngWriter.write(HeatMap.draw(PhotoReader.read(bytes), map)));
  }

  private RelayHeader header() {
    RelayHeader.Builder header =
        RelayHeader.newBuilder()
            .setRequestId(requestId)
            .setLinkName(options.linkName())
            .setBundle(bundle())
            .setReceiver(receiverOptions())
            .setMarginDb(options.marginDb())
            .setPriority(options.priority());
    options.latencyLimit().ifPresent(limit -> header.setLatencyLimit(Times.toProto(limit)));
    return header.build();
  }

  private ReceiverOptions receiverOptions() {
    Set<PictureKind> wanted = EnumSet.noneOf(PictureKind.class);
    wanted.addAll(options.receiver().getWantedPicturesList());
    return wanted.addAll(observer.wantedPictures())
        ? options.receiver().toBuilder().clearWantedPictures().addAllWantedPictures(wanted).build()
        : options.receiver();
  }

  private BundleIdentity bundle() {
    return parts.coder().capabilities().getBundle();
  }

  /** A channel that keeps the pace of the link takes as long as the link. */
  private Duration stallLimit() {
    return Deadlines.remaining()
        .filter(left -> left.compareTo(parts.config().channel().longestCall()) < 0)
        .orElse(parts.config().channel().longestCall());
  }

  private void sendPictures(Photo read, CodedPhoto result) {
    if (options.wants(PictureKind.PICTURE_KIND_SENT)) {
      sendPicture(PictureKind.PICTURE_KIND_SENT, read);
    }
    if (options.wants(PictureKind.PICTURE_KIND_IMPORTANCE)) {
      sendPicture(PictureKind.PICTURE_KIND_IMPORTANCE, HeatMap.draw(read, result.importance()));
    }
  }

  private void sendPicture(PictureKind kind, Photo picture) {
    checkAlive();
    byte[] png = PngWriter.write(picture);
    for (PictureChunk chunk : PictureChunks.cut(kind, picture.width(), picture.height(), png)) {
      sink.send(TransmitResponse.newBuilder().setPicture(chunk).build());
    }
  }

  @Override
  public void event(RelayResponse response) {
    switch (response.getEventCase()) {
      case SEGMENT ->
          sink.send(TransmitResponse.newBuilder().setSegment(response.getSegment()).build());
      case COMPLETED -> sent(response.getCompleted());
      case RECEIVER_EVENT -> receiverEvent(response.getReceiverEvent());
      case CUT, OPENED, EVENT_NOT_SET -> {
        // The cut shows in the delivery; the opening was answered before.
      }
    }
  }

  private void sent(RelayCompleted account) {
    completed = account;
    sink.send(
        TransmitResponse.newBuilder()
            .setSent(
                Sent.newBuilder()
                    .setDelivery(account.getDelivery())
                    .setTrueState(account.getTrueState()))
            .build());
    progress(ReportWriter.relayStage(account), StageState.STAGE_STATE_FINISHED);
  }

  private void receiverEvent(ReceiverEvent event) {
    TransmitResponse.Builder out = TransmitResponse.newBuilder();
    switch (event.getEventCase()) {
      case STAGE -> progress(event.getStage(), StageState.STAGE_STATE_FINISHED);
      case DECODED -> sink.send(out.setDecoded(event.getDecoded()).build());
      case STEP -> sink.send(out.setStep(event.getStep()).build());
      case PICTURE -> {
        pictures.add(event.getPicture());
        observer.picture(event.getPicture());
        if (options.wants(event.getPicture().getKind())) {
          sink.send(out.setPicture(event.getPicture()).build());
        }
      }
      case REPORT -> receiverReport = event.getReport();
      case ACCEPTED, EVENT_NOT_SET -> {
        // The transmitter has accepted the request long since.
      }
    }
  }

  @Override
  public boolean wantsMore() {
    return passingOn && sink.isReady();
  }

  @Override
  public void ended() {
    totalTime = timer.elapsed();
    if (!sink.hasEnded()) {
      parts.finisher().execute(finish);
    }
  }

  @Override
  public void failed(Throwable error) {
    end(error);
  }

  /** The finisher's part: measure, report, end. */
  private void finish() {
    try {
      Photo original = photo;
      CodedPhoto result = coded;
      RelayOpened state = opened;
      RelayCompleted account = completed;
      ReceiverReport receiver = receiverReport;
      if (original == null || result == null || state == null || account == null) {
        throw peerDown("the channel ended the call before everything was on the air");
      }
      if (receiver == null) {
        throw peerDown("the channel ended the call without the receiver's report");
      }
      Quality quality = Quality.measure(original, result.mask(), pictures);
      TransmissionReport report =
          new ReportWriter(requestId, acceptedAt, options, bundle())
              .write(result, state, account, receiver, quality, timer.records(), totalTime);
      parts.metrics().record(report);
      sink.send(TransmitResponse.newBuilder().setReport(report).build());
      sink.complete();
    } catch (RuntimeException e) {
      end(e);
    }
  }

  private static ServiceException peerDown(String message) {
    return ServiceException.unavailable(
        "PEER_DOWN", message, Map.of("peer", "channel"), Duration.ofSeconds(1));
  }

  /** Ends the request with an error and stops what still works for it. */
  private void end(Throwable error) {
    // A cancelled call is closed by gRPC, which says why better than what it broke here.
    if (!context.isCancelled()) {
      sink.fail(error);
    }
    RelayCall link = relay;
    if (link != null) {
      link.cancel("the request has ended");
    }
  }

  private void resume() {
    RelayCall link = relay;
    if (link != null) {
      link.resume();
    }
  }

  /** The coder may come back to a stage; its times add up and are recorded once. */
  private void coderStage(String stage, Duration took) {
    StageTimer.StageRecord entry =
        coderStages.merge(
            stage,
            new StageTimer.StageRecord(stage, timer.elapsed().minus(took), took),
            (first, more) ->
                new StageTimer.StageRecord(
                    stage, first.startedAfter(), first.duration().plus(more.duration())));
    progress(ReportWriter.stage(entry), StageState.STAGE_STATE_FINISHED);
    checkAlive();
  }

  private void checkAlive() {
    Deadlines.checkAlive();
    if (sink.hasEnded()) {
      throw ServiceException.cancelled("the request has ended");
    }
  }

  private void started(String stage) {
    StageTime.Builder time =
        StageTime.newBuilder()
            .setService(ServiceRole.SERVICE_ROLE_TRANSMITTER)
            .setStage(stage)
            .setStartedAfter(Times.toProto(timer.elapsed()));
    progress(time.build(), StageState.STAGE_STATE_STARTED);
  }

  private void ended(String stage, Duration took) {
    StageTimer.StageRecord entry =
        new StageTimer.StageRecord(stage, timer.elapsed().minus(took), took);
    timer.add(entry);
    progress(ReportWriter.stage(entry), StageState.STAGE_STATE_FINISHED);
  }

  private void progress(StageTime time, StageState state) {
    sink.send(
        TransmitResponse.newBuilder()
            .setProgress(
                Progress.newBuilder()
                    .setTime(time)
                    .setState(state)
                    .setFraction(state == StageState.STAGE_STATE_FINISHED ? 1 : 0))
            .build());
  }
}
