package io.semlink.transmitter;

import io.semlink.channel.v1.RelayCompleted;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.channel.v1.RelayOpened;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.chassis.Deadlines;
import io.semlink.chassis.ServiceException;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PngWriter;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverEvent;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.transmitter.console.TransmissionObserver;
import io.semlink.transmitter.v1.Decided;
import io.semlink.transmitter.v1.Sent;
import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One try to bring a photo over: opens the relay, decides and codes for the state of the link, and
 * sends; what the channel and the receiver say is passed on as it comes. Its owner is told once how
 * it ended.
 */
final class Attempt implements RelayCall.Listener {
  /** Stage that hands the segments to the channel. */
  private static final String SEND = "send";

  /** Whose attempt it is. Told on the worker's thread or on one of gRPC. */
  interface Owner {
    /** It is coded what is sent. */
    void coded(CodedPhoto coded);

    /** The photo was brought over. */
    void arrived(Arrival arrival);

    /** The attempt failed; its call is over or given up. */
    void failed(Throwable error);
  }

  private final TransmitterParts parts;
  private final PhotoRequest request;
  private final int number;
  private final TransmissionObserver observer;
  private final Owner owner;
  private final PictureStore pictures;
  private final AtomicBoolean over = new AtomicBoolean();

  private volatile boolean passingOn;
  private volatile @Nullable RelayCall relay;
  private volatile @Nullable CodedPhoto coded;
  private volatile @Nullable RelayOpened opened;
  private volatile @Nullable RelayCompleted completed;
  private volatile @Nullable ReceiverReport receiverReport;

  /**
   * Prepares an attempt.
   *
   * @param number how many came before it
   */
  Attempt(
      TransmitterParts parts,
      PhotoRequest request,
      int number,
      TransmissionObserver observer,
      Owner owner) {
    this.parts = parts;
    this.request = request;
    this.number = number;
    this.observer = observer;
    this.owner = owner;
    Set<PictureKind> measured = EnumSet.noneOf(PictureKind.class);
    if (request.options().measurePsnr()) {
      measured.add(PictureKind.PICTURE_KIND_DECODED);
      measured.add(PictureKind.PICTURE_KIND_RECEIVED);
    }
    this.pictures = new PictureStore(measured);
  }

  /** The worker's part: from the photo to the last segment. */
  void run(Photo photo) {
    try {
      transmit(photo);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void transmit(Photo photo) {
    checkAlive();
    RelayCall link = RelayCall.open(parts.channel(), header(), stallLimit(), this);
    relay = link;
    RelayOpened state = link.awaitOpened();
    opened = state;
    CodedPhoto result = code(photo, UsableLink.of(state.getKnownState()));
    coded = result;
    owner.coded(result);
    request
        .sink()
        .send(
            TransmitResponse.newBuilder()
                .setDecided(
                    Decided.newBuilder()
                        .setDecision(result.decision())
                        .setBits(result.bits())
                        .setKnownState(state.getKnownState()))
                .build());
    checkAlive();
    request.stages().started(SEND);
    long from = System.nanoTime();
    link.send(result.segments());
    request.stages().ended(SEND, Duration.ofNanos(System.nanoTime() - from));
    sendPictures(photo, result);
    passingOn = true;
    link.resume();
  }

  private CodedPhoto code(Photo photo, UsableLink usable) {
    try (StageLog.Coding coding = request.stages().coding()) {
      return parts
          .coder()
          .code(
              photo,
              request.options(),
              usable,
              (stage, took) -> {
                coding.ended(stage, took);
                checkAlive();
              });
    }
  }

  private RelayHeader header() {
    RequestOptions options = request.options();
    RelayHeader.Builder header =
        RelayHeader.newBuilder()
            .setRequestId(request.id())
            .setLinkName(options.linkName())
            .setBundle(parts.coder().capabilities().getBundle())
            .setReceiver(receiverOptions())
            .setMarginDb(options.marginDb())
            .setPriority(options.priority())
            .setAttempt(number);
    options.latencyLimit().ifPresent(limit -> header.setLatencyLimit(Times.toProto(limit)));
    return header.build();
  }

  private ReceiverOptions receiverOptions() {
    ReceiverOptions asked = request.options().receiver();
    Set<PictureKind> wanted = EnumSet.noneOf(PictureKind.class);
    wanted.addAll(asked.getWantedPicturesList());
    return wanted.addAll(observer.wantedPictures())
        ? asked.toBuilder().clearWantedPictures().addAllWantedPictures(wanted).build()
        : asked;
  }

  /** A channel that keeps the pace of the link takes as long as the link. */
  private Duration stallLimit() {
    Duration longest = parts.config().channel().longestCall();
    return Deadlines.remaining().filter(left -> left.compareTo(longest) < 0).orElse(longest);
  }

  private void sendPictures(Photo photo, CodedPhoto result) {
    if (request.options().wants(PictureKind.PICTURE_KIND_SENT)) {
      sendPicture(PictureKind.PICTURE_KIND_SENT, photo);
    }
    if (request.options().wants(PictureKind.PICTURE_KIND_IMPORTANCE)) {
      sendPicture(PictureKind.PICTURE_KIND_IMPORTANCE, HeatMap.draw(photo, result.importance()));
    }
  }

  private void sendPicture(PictureKind kind, Photo picture) {
    checkAlive();
    byte[] png = PngWriter.write(picture);
    for (PictureChunk chunk : PictureChunks.cut(kind, picture.width(), picture.height(), png)) {
      request.sink().send(TransmitResponse.newBuilder().setPicture(chunk).build());
    }
  }

  private void checkAlive() {
    Deadlines.checkAlive();
    if (over.get() || request.sink().hasEnded()) {
      throw ServiceException.cancelled("the request has ended");
    }
  }

  @Override
  public void event(RelayResponse response) {
    if (over.get()) {
      return;
    }
    switch (response.getEventCase()) {
      case SEGMENT ->
          request
              .sink()
              .send(TransmitResponse.newBuilder().setSegment(response.getSegment()).build());
      case COMPLETED -> sent(response.getCompleted());
      case RECEIVER_EVENT -> receiverEvent(response.getReceiverEvent());
      case CUT, OPENED, EVENT_NOT_SET -> {
        // The cut shows in the delivery; the opening was answered before.
      }
    }
  }

  private void sent(RelayCompleted account) {
    completed = account;
    request
        .sink()
        .send(
            TransmitResponse.newBuilder()
                .setSent(
                    Sent.newBuilder()
                        .setDelivery(account.getDelivery())
                        .setTrueState(account.getTrueState()))
                .build());
    request.stages().finished(ReportWriter.relayStage(account));
  }

  private void receiverEvent(ReceiverEvent event) {
    TransmitResponse.Builder out = TransmitResponse.newBuilder();
    switch (event.getEventCase()) {
      case STAGE -> request.stages().finished(event.getStage());
      case DECODED -> request.sink().send(out.setDecoded(event.getDecoded()).build());
      case STEP -> request.sink().send(out.setStep(event.getStep()).build());
      case PICTURE -> {
        pictures.add(event.getPicture());
        observer.picture(event.getPicture());
        if (request.options().wants(event.getPicture().getKind())) {
          request.sink().send(out.setPicture(event.getPicture()).build());
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
    return passingOn && request.sink().isReady();
  }

  /** Asks for the next event if the client takes more. */
  void resume() {
    RelayCall link = relay;
    if (link != null) {
      link.resume();
    }
  }

  @Override
  public void ended() {
    CodedPhoto result = coded;
    RelayOpened state = opened;
    RelayCompleted account = completed;
    ReceiverReport receiver = receiverReport;
    if (result == null || state == null || account == null) {
      failed(peerDown("the channel ended the call before everything was on the air"));
    } else if (receiver == null) {
      failed(peerDown("the channel ended the call without the receiver's report"));
    } else if (over.compareAndSet(false, true)) {
      owner.arrived(new Arrival(result, state, account, receiver, pictures));
    }
  }

  @Override
  public void failed(Throwable error) {
    // With the report everything has come; how the call ends after it no longer matters.
    if (receiverReport != null && completed != null && coded != null) {
      ended();
    } else if (over.compareAndSet(false, true)) {
      cancel("the attempt has failed");
      owner.failed(error);
    }
  }

  /** Gives the attempt up; its owner is told nothing any more. */
  void abandon() {
    over.set(true);
    cancel("the request has ended");
  }

  private void cancel(String why) {
    RelayCall link = relay;
    if (link != null) {
      link.cancel(why);
    }
  }

  private static ServiceException peerDown(String message) {
    return ServiceException.unavailable(
        "PEER_DOWN", message, Map.of("peer", "channel"), Duration.ofMillis(500));
  }
}
