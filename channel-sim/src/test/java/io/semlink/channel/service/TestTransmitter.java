package io.semlink.channel.service;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.ChannelServiceGrpc;
import io.semlink.channel.v1.RelayEnd;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.channel.v1.RelayRequest;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.link.v1.ReceiverEvent;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.SegmentDelivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A client of the channel on a connection of its own. */
final class TestTransmitter implements AutoCloseable {
  private final ManagedChannel channel;

  TestTransmitter(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  ChannelServiceGrpc.ChannelServiceBlockingStub blocking() {
    return ChannelServiceGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  ChannelAdminServiceGrpc.ChannelAdminServiceBlockingStub admin() {
    return ChannelAdminServiceGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
  }

  ChannelServiceGrpc.ChannelServiceStub async() {
    return ChannelServiceGrpc.newStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  /** Begins a relay. */
  Call relay(RelayHeader header) {
    return relay(async(), header);
  }

  Call relay(ChannelServiceGrpc.ChannelServiceStub stub, RelayHeader header) {
    Call call = new Call();
    stub.relay(call);
    call.send(RelayRequest.newBuilder().setHeader(header).build());
    return call;
  }

  static RelayHeader header(String link, Duration limit) {
    return RelayHeader.newBuilder()
        .setRequestId("test-1")
        .setLinkName(link)
        .setLatencyLimit(ProtoTimes.toProto(limit))
        .build();
  }

  @Override
  public void close() throws InterruptedException {
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
  }

  /** One relay. */
  static final class Call implements ClientResponseObserver<RelayRequest, RelayResponse> {
    final List<RelayResponse> responses = new CopyOnWriteArrayList<>();
    private final CompletableFuture<List<RelayResponse>> end = new CompletableFuture<>();
    private ClientCallStreamObserver<RelayRequest> requests;
    private final Semaphore readiness = new Semaphore(0);
    private int segments;

    /** Sends segments of the given sizes and the end. */
    Call sendAll(int... sizes) {
      for (int size : sizes) {
        segment(size);
      }
      return finish();
    }

    Call segment(int bytes) {
      byte[] payload = new byte[bytes];
      java.util.Arrays.fill(payload, (byte) segments);
      return segment(
          Segment.newBuilder().setKind("latent").setPayload(ByteString.copyFrom(payload)));
    }

    Call segment(Segment.Builder segment) {
      return send(RelayRequest.newBuilder().setSegment(segment.setIndex(segments++)).build());
    }

    Call finish() {
      send(
          RelayRequest.newBuilder()
              .setEnd(RelayEnd.newBuilder().setSegmentCount(segments))
              .build());
      requests.onCompleted();
      return this;
    }

    Call send(RelayRequest request) {
      requests.onNext(request);
      return this;
    }

    void cancel() {
      requests.cancel("test", null);
    }

    /** Waits until another message can be sent without being kept in memory. */
    void awaitReady() throws InterruptedException {
      while (!requests.isReady() && !end.isDone()) {
        readiness.tryAcquire(1, TimeUnit.SECONDS);
        readiness.drainPermits();
      }
    }

    boolean isReady() {
      return requests.isReady();
    }

    /** Waits for the call's end and returns all responses, or throws what it ended with. */
    List<RelayResponse> await() throws Exception {
      return await(Duration.ofSeconds(20));
    }

    List<RelayResponse> await(Duration longest) throws Exception {
      try {
        return end.get(longest.toSeconds(), TimeUnit.SECONDS);
      } catch (java.util.concurrent.ExecutionException e) {
        throw (Exception) e.getCause();
      }
    }

    List<SegmentDelivery> accounts() {
      return responses.stream()
          .filter(RelayResponse::hasSegment)
          .map(RelayResponse::getSegment)
          .toList();
    }

    List<ReceiverEvent> receiverEvents() {
      return responses.stream()
          .filter(RelayResponse::hasReceiverEvent)
          .map(RelayResponse::getReceiverEvent)
          .toList();
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<RelayRequest> requestStream) {
      requests = requestStream;
      requests.setOnReadyHandler(readiness::release);
    }

    @Override
    public void onNext(RelayResponse response) {
      responses.add(response);
    }

    @Override
    public void onError(Throwable error) {
      end.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
      end.complete(responses);
    }
  }
}
