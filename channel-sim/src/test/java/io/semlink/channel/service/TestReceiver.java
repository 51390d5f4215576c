package io.semlink.channel.service;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.link.v1.ReceiverAccepted;
import io.semlink.link.v1.ReceiverEvent;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.link.v1.Segment;
import io.semlink.receiver.v1.EndOfDelivery;
import io.semlink.receiver.v1.ReceiveHeader;
import io.semlink.receiver.v1.ReceiveRequest;
import io.semlink.receiver.v1.ReceiveResponse;
import io.semlink.receiver.v1.ReceiverServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A small receiver on a port of its own: it collects what arrives and reports at the end. */
final class TestReceiver extends ReceiverServiceGrpc.ReceiverServiceImplBase
    implements AutoCloseable {
  private final Server server;
  private final BlockingQueue<Reception> receptions = new LinkedBlockingQueue<>();
  private volatile Function<Reception, StreamObserver<ReceiveRequest>> script = r -> r;

  /** The bytes of segments taken so far, over all calls. */
  final AtomicLong takenBytes = new AtomicLong();

  TestReceiver() throws IOException {
    this(0);
  }

  TestReceiver(int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .addService(this)
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  /** Lets another observer take the requests of calls to come. */
  void script(Function<Reception, StreamObserver<ReceiveRequest>> newScript) {
    script = newScript;
  }

  /** The next call that came in. */
  Reception take() throws InterruptedException {
    Reception reception = receptions.poll(10, TimeUnit.SECONDS);
    if (reception == null) {
      throw new AssertionError("no call came in");
    }
    return reception;
  }

  @Override
  public StreamObserver<ReceiveRequest> receive(StreamObserver<ReceiveResponse> client) {
    Reception reception = new Reception((ServerCallStreamObserver<ReceiveResponse>) client);
    receptions.add(reception);
    return script.apply(reception);
  }

  /** Cuts everything at once, as a crash would. */
  void kill() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  /** One call. */
  final class Reception implements StreamObserver<ReceiveRequest> {
    final ServerCallStreamObserver<ReceiveResponse> client;
    final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    volatile ReceiveHeader header = ReceiveHeader.getDefaultInstance();
    volatile EndOfDelivery end = EndOfDelivery.getDefaultInstance();
    final ByteArrayOutputStream container = new ByteArrayOutputStream();
    final List<Segment> symbols = new CopyOnWriteArrayList<>();

    Reception(ServerCallStreamObserver<ReceiveResponse> client) {
      this.client = client;
      client.setOnCancelHandler(() -> cancelled.complete(null));
    }

    @Override
    public void onNext(ReceiveRequest request) {
      switch (request.getMessageCase()) {
        case HEADER -> {
          header = request.getHeader();
          send(
              ReceiverEvent.newBuilder()
                  .setAccepted(ReceiverAccepted.newBuilder().setRequestId(header.getRequestId()))
                  .build());
        }
        case SEGMENT -> {
          if (request.getSegment().hasSymbols()) {
            symbols.add(request.getSegment());
          }
          container.writeBytes(request.getSegment().getPayload().toByteArray());
          takenBytes.addAndGet(request.getSegment().getPayload().size());
        }
        case END_OF_DELIVERY -> end = request.getEndOfDelivery();
        case MESSAGE_NOT_SET -> throw new IllegalStateException("empty message");
      }
    }

    @Override
    public void onCompleted() {
      send(
          ReceiverEvent.newBuilder()
              .setReport(ReceiverReport.newBuilder().setScheme("TEST"))
              .build());
      client.onCompleted();
    }

    @Override
    public void onError(Throwable error) {}

    void send(ReceiverEvent event) {
      client.onNext(ReceiveResponse.newBuilder().setEvent(event).build());
    }
  }
}
