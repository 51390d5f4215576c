package io.semlink.transmitter;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.v1.ChannelServiceGrpc.ChannelServiceImplBase;
import io.semlink.channel.v1.RelayCompleted;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.channel.v1.RelayOpened;
import io.semlink.channel.v1.RelayRequest;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.LinkState;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverDecoded;
import io.semlink.link.v1.ReceiverEvent;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.link.v1.ReceiverStep;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.SegmentDelivery;
import io.semlink.link.v1.SegmentFate;
import io.semlink.link.v1.ServiceRole;
import io.semlink.link.v1.StageTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A channel on a real port: a link of fixed capacity that carries everything, and a receiver behind
 * it that sends given pictures back.
 */
final class TestChannel extends ChannelServiceImplBase implements AutoCloseable {
  static final double CAPACITY_BPS = 1e6;

  /** What a call does instead of answering as it should. */
  enum Fault {
    NONE,
    SILENT,
    NO_REPORT
  }

  final Queue<RelayHeader> headers = new ConcurrentLinkedQueue<>();
  final Queue<List<Segment>> sent = new ConcurrentLinkedQueue<>();
  final CountDownLatch cancelled = new CountDownLatch(1);
  final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
  final AtomicReference<Supplier<? extends Throwable>> error = new AtomicReference<>();
  final AtomicReference<byte[]> picture = new AtomicReference<>(new byte[0]);
  final AtomicReference<Boolean> cut = new AtomicReference<>(false);

  /** State of the link, as it is and as it is known. */
  final AtomicReference<LinkState> state = new AtomicReference<>(plainState());

  /** What is said of a delivery beyond bits and air time. */
  final AtomicReference<Delivery> accounts = new AtomicReference<>(Delivery.getDefaultInstance());

  /** Links that can be changed, and what is said of the receiver. */
  final TestLinks links = new TestLinks();

  private final Server server;

  TestChannel() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(this)
            .addService(links)
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  @Override
  public StreamObserver<RelayRequest> relay(StreamObserver<RelayResponse> responses) {
    var call = (ServerCallStreamObserver<RelayResponse>) responses;
    call.setOnCancelHandler(cancelled::countDown);
    return new StreamObserver<>() {
      private final List<Segment> segments = new ArrayList<>();
      private RelayHeader header = RelayHeader.getDefaultInstance();

      @Override
      public void onNext(RelayRequest request) {
        switch (request.getMessageCase()) {
          case HEADER -> open(request.getHeader());
          case SEGMENT -> segments.add(request.getSegment());
          case END -> finish();
          case MESSAGE_NOT_SET -> throw new AssertionError("empty message");
        }
      }

      private void open(RelayHeader opening) {
        header = opening;
        headers.add(opening);
        if (error.get() != null) {
          call.onError(error.get().get());
        } else if (fault.get() != Fault.SILENT) {
          call.onNext(
              RelayResponse.newBuilder()
                  .setOpened(RelayOpened.newBuilder().setKnownState(state.get()))
                  .build());
        }
      }

      private void finish() {
        sent.add(List.copyOf(segments));
        account(segments).forEach(call::onNext);
        for (PictureKind kind : header.getReceiver().getWantedPicturesList()) {
          call.onNext(receiver(ReceiverEvent.newBuilder().setPicture(chunk(kind))));
        }
        call.onNext(receiver(ReceiverEvent.newBuilder().setStep(ReceiverStep.newBuilder())));
        if (fault.get() != Fault.NO_REPORT) {
          call.onNext(receiver(ReceiverEvent.newBuilder().setReport(report())));
        }
        call.onCompleted();
      }

      @Override
      public void onError(Throwable t) {}

      @Override
      public void onCompleted() {}
    };
  }

  static LinkState plainState() {
    return LinkState.newBuilder()
        .setLinkName("default")
        .setSnrDb(0)
        .setBandwidthHz(1e6)
        .setCapacityBps(CAPACITY_BPS)
        .build();
  }

  private List<RelayResponse> account(List<Segment> segments) {
    List<RelayResponse> out = new ArrayList<>();
    Delivery.Builder delivery = accounts.get().toBuilder();
    long bits = 0;
    for (Segment segment : segments) {
      int bytes = segment.getPayload().size();
      bits += 8L * bytes;
      SegmentDelivery account =
          SegmentDelivery.newBuilder()
              .setIndex(segment.getIndex())
              .setKind(segment.getKind())
              .setFate(SegmentFate.SEGMENT_FATE_DELIVERED)
              .setSentBytes(bytes)
              .setDeliveredBytes(bytes)
              .build();
      delivery.addSegments(account);
      out.add(RelayResponse.newBuilder().setSegment(account).build());
    }
    delivery
        .setSentSegments(segments.size())
        .setSentBits(bits)
        .setDeliveredBits(bits)
        .setCut(cut.get())
        .setOutage(cut.get())
        .setAirTime(Times.toProto(Duration.ofNanos((long) (bits / CAPACITY_BPS * 1e9))));
    out.add(
        RelayResponse.newBuilder()
            .setCompleted(
                RelayCompleted.newBuilder()
                    .setDelivery(delivery)
                    .setTrueState(state.get())
                    .setRelayTime(Times.toProto(Duration.ofMillis(1))))
            .build());
    out.add(receiver(ReceiverEvent.newBuilder().setDecoded(ReceiverDecoded.newBuilder())));
    return out;
  }

  private PictureChunk chunk(PictureKind kind) {
    byte[] png = picture.get();
    return PictureChunk.newBuilder()
        .setKind(kind)
        .setTotalBytes(png.length)
        .setData(ByteString.copyFrom(png))
        .setLast(true)
        .build();
  }

  private static ReceiverReport report() {
    return ReceiverReport.newBuilder()
        .setScheme("CIE")
        .addStages(
            StageTime.newBuilder()
                .setService(ServiceRole.SERVICE_ROLE_RECEIVER)
                .setStage("inpaint")
                .setDuration(Times.toProto(Duration.ofMillis(2))))
        .build();
  }

  private static RelayResponse receiver(ReceiverEvent.Builder event) {
    return RelayResponse.newBuilder().setReceiverEvent(event).build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
