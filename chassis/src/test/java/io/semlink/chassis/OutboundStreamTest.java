package io.semlink.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.semlink.channel.v1.ChannelServiceGrpc;
import io.semlink.channel.v1.WatchStateRequest;
import io.semlink.channel.v1.WatchStateResponse;
import io.semlink.link.v1.LinkState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OutboundStreamTest {
  /** Large enough that HTTP/2's window of 1 MiB holds only a few. */
  private static final String PADDING = "x".repeat(100_000);

  @Test
  void aSlowReaderHoldsTheSenderBackAndGetsEverythingInOrder() throws Exception {
    int count = 200;
    AtomicInteger sent = new AtomicInteger();
    EchoChannel echo =
        new EchoChannel(
            request -> "a",
            observer -> {
              OutboundStream<WatchStateResponse> out =
                  OutboundStream.ofServer(observer, 2, Duration.ofSeconds(30));
              CompletableFuture.runAsync(
                  () -> {
                    for (int i = 0; i < count; i++) {
                      out.send(message(i));
                      sent.incrementAndGet();
                    }
                    out.complete();
                  });
            });
    try (TestService service = new TestService(echo)) {
      Reader reader = new Reader();
      ChannelServiceGrpc.newStub(service.client)
          .watchState(WatchStateRequest.getDefaultInstance(), reader);
      reader.request(1);
      await().until(() -> reader.blocks.size() == 1);
      // The sender is held back by the reader, who took one message: not all can have left.
      await().during(Duration.ofMillis(200)).until(() -> sent.get() < count / 2);

      for (int i = 1; i < count; i++) {
        reader.request(1);
      }
      reader.done.await();
      assertThat(reader.blocks).hasSize(count).isSorted();
      assertThat(reader.error.get()).isNull();
    }
  }

  @Test
  void aReaderThatTakesNothingEndsTheWaitAtTheStallLimit() throws Exception {
    CompletableFuture<Void> sender = new CompletableFuture<>();
    EchoChannel echo =
        new EchoChannel(
            request -> "a",
            observer -> {
              OutboundStream<WatchStateResponse> out =
                  OutboundStream.ofServer(observer, 1, Duration.ofMillis(200));
              sender.completeAsync(
                  () -> {
                    try {
                      sendForEver(out);
                    } catch (ServiceException e) {
                      out.fail(e);
                      throw e;
                    }
                    return null;
                  });
            });
    try (TestService service = new TestService(echo)) {
      Reader reader = new Reader();
      ChannelServiceGrpc.newStub(service.client)
          .watchState(WatchStateRequest.getDefaultInstance(), reader);
      assertThatThrownBy(sender::get)
          .hasRootCauseInstanceOf(ServiceException.class)
          .hasMessageContaining("took no message for 200 ms");
      reader.request(1000);
      reader.done.await();
      assertThat(Status.fromThrowable(reader.error.get()).getCode())
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void aReaderThatGoesWakesTheSender() throws Exception {
    CompletableFuture<Void> sender = new CompletableFuture<>();
    CountDownLatch told = new CountDownLatch(1);
    EchoChannel echo =
        new EchoChannel(
            request -> "a",
            observer -> {
              OutboundStream<WatchStateResponse> out =
                  OutboundStream.ofServer(observer, 1, Duration.ofSeconds(60));
              out.onCancel(told::countDown);
              sender.completeAsync(
                  () -> {
                    sendForEver(out);
                    return null;
                  });
            });
    try (TestService service = new TestService(echo)) {
      Reader reader = new Reader();
      ChannelServiceGrpc.newStub(service.client)
          .watchState(WatchStateRequest.getDefaultInstance(), reader);
      reader.request(1);
      await().until(() -> reader.blocks.size() == 1);
      reader.cancel();
      told.await();
      assertThatThrownBy(sender::get)
          .cause()
          .isInstanceOfSatisfying(
              ServiceException.class, e -> assertThat(e.code()).isEqualTo(Status.Code.CANCELLED));
    }
  }

  @Test
  void offerDoesNotWait() throws Exception {
    CompletableFuture<Integer> offered = new CompletableFuture<>();
    EchoChannel echo =
        new EchoChannel(
            request -> "a",
            observer -> {
              OutboundStream<WatchStateResponse> out =
                  OutboundStream.ofServer(observer, 3, Duration.ofSeconds(1));
              int taken = 0;
              while (out.offer(message(taken))) {
                taken++;
              }
              offered.complete(taken);
              out.complete();
            });
    try (TestService service = new TestService(echo)) {
      Reader reader = new Reader();
      ChannelServiceGrpc.newStub(service.client)
          .watchState(WatchStateRequest.getDefaultInstance(), reader);
      int taken = offered.get();
      assertThat(taken).isGreaterThanOrEqualTo(3);
      reader.request(taken + 1);
      reader.done.await();
      assertThat(reader.blocks).hasSize(taken);
    }
  }

  private static void sendForEver(OutboundStream<WatchStateResponse> out) {
    for (int i = 0; ; i++) {
      out.send(message(i));
    }
  }

  private static WatchStateResponse message(long block) {
    return WatchStateResponse.newBuilder()
        .setState(LinkState.newBuilder().setBlockIndex(block).setLinkName(PADDING))
        .build();
  }

  /** Takes messages one by one, when told. */
  private static final class Reader
      implements ClientResponseObserver<WatchStateRequest, WatchStateResponse> {
    final List<Long> blocks = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch done = new CountDownLatch(1);
    final AtomicReference<Throwable> error = new AtomicReference<>();
    private ClientCallStreamObserver<WatchStateRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchStateRequest> stream) {
      call = stream;
      call.disableAutoRequestWithInitial(0);
    }

    void request(int count) {
      call.request(count);
    }

    void cancel() {
      call.cancel("enough", null);
    }

    @Override
    public void onNext(WatchStateResponse response) {
      blocks.add(response.getState().getBlockIndex());
    }

    @Override
    public void onError(Throwable t) {
      error.set(t);
      done.countDown();
    }

    @Override
    public void onCompleted() {
      done.countDown();
    }
  }
}
