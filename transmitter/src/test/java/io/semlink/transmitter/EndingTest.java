package io.semlink.transmitter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.PeerGuards;
import io.semlink.chassis.ServiceException;
import io.semlink.client.TransmissionResult;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitResponse;
import io.semlink.transmitter.v1.TransmitterServiceGrpc;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every accepted request ends exactly once, whatever happens around it. */
@Timeout(60)
class EndingTest {
  private static final TransmitOptions PLAIN = TransmitOptions.getDefaultInstance();

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private Harness harness;

  @AfterEach
  void stop() {
    clients.shutdownNow();
    if (harness != null) {
      harness.close();
    }
  }

  @Test
  void fullQueueRefusesWithATimeToComeAgain() throws Exception {
    harness = Harness.start(config -> config.withWorkers(1, 1));
    harness.coder.permits.drainPermits();
    Future<TransmissionResult> working = clients.submit(() -> harness.send(PLAIN));
    assertThat(harness.coder.entered.await(20, SECONDS)).isTrue();
    CompletableFuture<Integer> depth = new CompletableFuture<>();
    Future<TransmissionResult> waiting =
        clients.submit(
            () ->
                harness.send(
                    PLAIN,
                    event -> {
                      if (event.hasAccepted()) {
                        depth.complete(event.getAccepted().getQueueDepth());
                      }
                    }));
    assertThat(depth.get(20, SECONDS)).isZero();

    ErrorDetails refused = harness.fails(Harness.png(32, 32), PLAIN);
    assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.reason()).isEqualTo("QUEUE_FULL");
    assertThat(refused.retryAfter()).isPresent();

    harness.coder.permits.release(10);
    assertThat(working.get(20, SECONDS).report().getRequestId()).isNotEmpty();
    assertThat(waiting.get(20, SECONDS).report().getRequestId()).isNotEmpty();
  }

  @Test
  void cancellingStopsTheWorkAndTheRelay() throws Exception {
    harness = Harness.start();
    harness.coder.permits.drainPermits();
    Context.CancellableContext context = Context.current().withCancellation();
    Future<ErrorDetails> call =
        clients.submit(context.wrap(() -> harness.fails(Harness.png(32, 32), PLAIN)));
    assertThat(harness.coder.entered.await(20, SECONDS)).isTrue();
    context.cancel(null);
    assertThat(call.get(20, SECONDS).code()).isEqualTo(Status.Code.CANCELLED);
    assertThat(harness.channel.cancelled.await(20, SECONDS)).as("relay cancelled").isTrue();
    harness.coder.permits.release(1);
    assertThat(harness.coder.stopped.await(20, SECONDS)).as("work stopped").isTrue();
    assertThat(harness.channel.sent).isEmpty();
    await()
        .atMost(20, SECONDS)
        .untilAsserted(
            () ->
                assertThat(harness.metrics())
                    .contains(
                        "semlink_requests_total{outcome=\"cancelled\",reason=\"CANCELLED\","
                            + "service=\"transmitter\"} 1.0"));
  }

  @Test
  void deadThenUnreachableChannelIsUnavailable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    harness =
        Harness.start(config -> peer(config, PeerConfig.plaintext("channel", "127.0.0.1", port)));
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ErrorDetails error = harness.fails(Harness.png(32, 32), PLAIN);
      assertThat(error.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(error.retryAfter()).isPresent();
      assertThat(error.metadata()).containsEntry("peer", "channel");
      reasons.add(error.reason());
    }
    assertThat(reasons).startsWith("PEER_DOWN").endsWith("BREAKER_OPEN");
  }

  @Test
  void errorsOfTheChannelAndTheReceiverReachTheClient() throws Exception {
    harness = Harness.start();
    harness.channel.error.set(
        () ->
            ServiceException.failedPrecondition(
                    "BUNDLE_MISMATCH", "other models", Map.of("expected", "a", "found", "b"))
                .toStatusException());
    ErrorDetails error = harness.fails(Harness.png(32, 32), PLAIN);
    assertThat(error.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(error.reason()).isEqualTo("BUNDLE_MISMATCH");
    assertThat(error.metadata()).containsEntry("found", "b");

    harness.channel.error.set(null);
    assertThat(harness.send(PLAIN).report().getRequestId()).as("goes on").isNotEmpty();
  }

  @Test
  void silentChannelEndsInUnavailable() throws Exception {
    harness =
        Harness.start(
            config ->
                config.withChannel(
                    config
                        .channel()
                        .withGuards(
                            PeerGuards.defaults().withAnswerTimeout(Duration.ofMillis(200)))));
    harness.channel.fault.set(TestChannel.Fault.SILENT);
    ErrorDetails error = harness.fails(Harness.png(32, 32), PLAIN);
    assertThat(error.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(error.reason()).isEqualTo("PEER_SLOW");
    assertThat(harness.channel.cancelled.await(20, SECONDS)).isTrue();
  }

  @Test
  void deadlineEndsTheCallAndTheRelay() throws Exception {
    harness = Harness.start();
    harness.channel.fault.set(TestChannel.Fault.SILENT);
    ErrorDetails error =
        Harness.failure(
            () ->
                harness.client.send(
                    Harness.png(32, 32), PLAIN, Duration.ofMillis(700), event -> {}));
    assertThat(error.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(harness.channel.cancelled.await(20, SECONDS)).isTrue();
  }

  @Test
  void missingReportOfTheReceiverIsAnError() throws Exception {
    harness = Harness.start();
    harness.channel.fault.set(TestChannel.Fault.NO_REPORT);
    ErrorDetails error = harness.fails(Harness.png(32, 32), PLAIN);
    assertThat(error.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(error.message()).contains("receiver's report");
  }

  @Test
  void slowUploadIsEnded() throws Exception {
    harness =
        Harness.start(
            config -> config.withWork(new WorkSettings(1, 1, 1 << 20, Duration.ofMillis(200))));
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    TransmitterServiceGrpc.newStub(harness.connection)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .transmit(
            new StreamObserver<>() {
              @Override
              public void onNext(TransmitResponse value) {}

              @Override
              public void onError(Throwable t) {
                end.complete(t);
              }

              @Override
              public void onCompleted() {
                end.complete(new AssertionError("ended well"));
              }
            });
    ErrorDetails error = ErrorDetails.of(end.get(20, SECONDS));
    assertThat(error.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(error.message()).contains("uploaded");
  }

  @Test
  void manyRequestsOfAllKindsEndOnceEach() throws Exception {
    harness = Harness.start(config -> config.withWorkers(2, 4));
    byte[] good = Harness.png(64, 64);
    // One of each kind alone; in the burst after them, which ones find room depends on the machine.
    List<String> outcomes = new ArrayList<>();
    outcomes.add(outcome(good, PLAIN));
    outcomes.add(outcome(new byte[100], PLAIN));
    outcomes.add(outcome(good, PLAIN.toBuilder().setScheme("NONSENSE").build()));
    assertThat(outcomes).containsExactly("ok", "PHOTO_UNREADABLE", "INVALID_FIELD");
    List<Future<String>> ends = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] photo = i % 4 == 0 ? new byte[100] : good;
      TransmitOptions options =
          i % 5 == 0 ? PLAIN.toBuilder().setScheme("NONSENSE").build() : PLAIN;
      ends.add(clients.submit(() -> outcome(photo, options)));
    }
    for (Future<String> end : ends) {
      outcomes.add(end.get(40, SECONDS));
    }
    assertThat(outcomes)
        .hasSize(63)
        .isSubsetOf("ok", "PHOTO_UNREADABLE", "INVALID_FIELD", "QUEUE_FULL");
    long counted =
        harness
            .metrics()
            .lines()
            .filter(line -> line.startsWith("semlink_requests_total"))
            .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
    assertThat(counted).as("each request is counted once").isEqualTo(outcomes.size());
    assertThat(harness.metrics()).contains("semlink_queue_depth{service=\"transmitter\"} 0.0");
  }

  private String outcome(byte[] photo, TransmitOptions options) {
    try {
      harness.client.send(photo, options, Harness.DEADLINE, event -> {});
      return "ok";
    } catch (StatusRuntimeException e) {
      return ErrorDetails.of(e).reason();
    }
  }

  private static TransmitterConfig peer(TransmitterConfig config, PeerConfig peer) {
    return TransmitterConfig.of(config.server(), peer, config.bundle());
  }
}
