package io.semlink.transmitter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.ServiceException;
import io.semlink.client.TransmissionResult;
import io.semlink.link.v1.StageTime;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitRequest;
import io.semlink.transmitter.v1.TransmitResponse;
import io.semlink.transmitter.v1.TransmitResponse.EventCase;
import io.semlink.transmitter.v1.TransmitterServiceGrpc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is tried again, what is not, and what a client sees that asks again itself. */
@Timeout(60)
class RetryTest {
  private static final TransmitOptions NAMED =
      TransmitOptions.newBuilder().setRequestId("photo-1").setSeed(3).build();
  private static final RetrySettings QUICK =
      new RetrySettings(3, Duration.ofMillis(10), Duration.ofMillis(20), 10);

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final List<TransmitResponse> events = new CopyOnWriteArrayList<>();
  private Harness harness;

  @AfterEach
  void stop() {
    clients.shutdownNow();
    harness.close();
  }

  private void start() throws Exception {
    harness = Harness.start(config -> config.withRetries(QUICK));
  }

  /** Lets so many relays fail, then none. */
  private void failRelays(int count, ServiceException error) {
    AtomicInteger left = new AtomicInteger(count);
    harness.channel.error.set(
        () -> {
          if (left.decrementAndGet() == 0) {
            harness.channel.error.set(null);
          }
          return error.toStatusException();
        });
  }

  private static ServiceException gone(String reason) {
    return ServiceException.unavailable(
        reason, "gone", Map.of("peer", "receiver"), Duration.ofMillis(20));
  }

  @Test
  void aWayThatBreaksDownIsTriedAgainAndTheClientSeesOneRequest() throws Exception {
    start();
    failRelays(2, gone("PEER_DOWN"));
    TransmissionResult result = harness.send(NAMED, events::add);

    TransmissionReport report = result.report();
    assertThat(report.getAttempts()).isEqualTo(3);
    assertThat(harness.channel.headers)
        .extracting(RelayHeader::getAttempt)
        .containsExactly(0, 1, 2);
    assertThat(harness.channel.headers)
        .extracting(RelayHeader::getRequestId)
        .containsOnly("photo-1");
    assertThat(report.getStagesList().stream().map(StageTime::getStage))
        .filteredOn("backoff"::equals)
        .as("waiting shows in the times")
        .hasSize(2);
    assertThat(count(EventCase.ACCEPTED)).isEqualTo(1);
    assertThat(count(EventCase.REPORT)).isEqualTo(1);
    assertThat(events.stream().filter(TransmitResponse::hasRetrying))
        .extracting(event -> event.getRetrying().getFailedAttempts())
        .containsExactly(1, 2);
    assertThat(harness.metrics())
        .contains(
            "resilience4j_retry_calls_total{kind=\"successful_with_retry\",name=\"channel\"} 1")
        .contains("semlink_retry_budget_ratio{service=\"transmitter\"} 0.81");
  }

  private long count(EventCase kind) {
    return events.stream().filter(event -> event.getEventCase() == kind).count();
  }

  @Test
  void attemptsAreBounded() throws Exception {
    start();
    failRelays(100, gone("NOT_READY"));
    ErrorDetails error = harness.fails(Harness.png(32, 32), NAMED);
    assertThat(error.reason()).isEqualTo("NOT_READY");
    assertThat(harness.channel.headers).hasSize(3);
    assertThat(harness.metrics())
        .contains("resilience4j_retry_calls_total{kind=\"failed_with_retry\",name=\"channel\"} 1");
  }

  @Test
  void whatWillNotMendIsNotTriedAgain() throws Exception {
    start();
    List<ServiceException> errors =
        List.of(
            gone("BREAKER_OPEN"),
            gone("PEER_SLOW"),
            ServiceException.failedPrecondition("BUNDLE_MISMATCH", "other models", Map.of()),
            ServiceException.resourceExhausted("QUEUE_FULL", "full", Duration.ofMillis(1)),
            ServiceException.deadlineExceeded("late"));
    for (ServiceException error : errors) {
      failRelays(1, error);
      assertThat(harness.fails(Harness.png(32, 32), TransmitOptions.getDefaultInstance()).reason())
          .isEqualTo(error.reason());
    }
    assertThat(harness.channel.headers).hasSize(errors.size());
  }

  @Test
  void aDeadlineThatLeavesNoTimeForAnotherAttemptEndsTheRequestAtOnce() throws Exception {
    start();
    failRelays(
        100, ServiceException.unavailable("PEER_DOWN", "gone", Map.of(), Duration.ofMinutes(1)));
    ErrorDetails error = harness.fails(Harness.png(32, 32), NAMED);
    assertThat(error.reason()).as("not the deadline").isEqualTo("PEER_DOWN");
    assertThat(harness.channel.headers).hasSize(1);
  }

  @Test
  void anOutageSpendsTheBudgetAndIsNotFedByRetries() throws Exception {
    harness =
        Harness.start(
            config ->
                config.withRetries(
                    new RetrySettings(3, Duration.ofMillis(1), Duration.ofMillis(1), 4)));
    failRelays(1000, gone("PEER_DOWN"));
    for (int i = 0; i < 5; i++) {
      harness.fails(Harness.png(32, 32), TransmitOptions.getDefaultInstance());
    }
    // 4 tokens: the first failure leaves 3, the second 2, and at half nothing is tried again.
    assertThat(harness.channel.headers).hasSize(2 + 4);
    assertThat(harness.metrics()).contains("semlink_retry_budget_ratio{service=\"transmitter\"} 0");
  }

  @Test
  void aRequestUnderWayIsRefusedAndOneThatEndedWellIsAnsweredWithoutSending() throws Exception {
    start();
    harness.coder.permits.drainPermits();
    Future<TransmissionResult> first = clients.submit(() -> harness.send(NAMED));
    assertThat(harness.coder.entered.await(20, SECONDS)).isTrue();
    ErrorDetails busy = Harness.failure(() -> harness.send(NAMED));
    assertThat(busy.code()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(busy.reason()).isEqualTo("REQUEST_UNDER_WAY");
    assertThat(busy.retryAfter()).isPresent();

    harness.coder.permits.release(10);
    TransmissionReport report = first.get(20, SECONDS).report();
    assertThat(harness.send(NAMED, events::add).report()).isEqualTo(report);
    assertThat(events)
        .extracting(TransmitResponse::getEventCase)
        .containsExactly(EventCase.ACCEPTED, EventCase.REPORT);
    assertThat(harness.channel.headers).as("sent once").hasSize(1);

    ErrorDetails reused = Harness.failure(() -> harness.send(NAMED.toBuilder().setSeed(4).build()));
    assertThat(reused.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(reused.reason()).isEqualTo("REQUEST_ID_REUSED");
    assertThat(harness.fails(Harness.png(40, 40), NAMED).reason()).isEqualTo("REQUEST_ID_REUSED");
  }

  @Test
  void aFullQueueRefusesBeforeThePhotoIsUploaded() throws Exception {
    harness = Harness.start(config -> config.withWorkers(1, 1));
    harness.coder.permits.drainPermits();
    TransmitOptions plain = TransmitOptions.getDefaultInstance();
    clients.submit(() -> harness.send(plain));
    assertThat(harness.coder.entered.await(20, SECONDS)).isTrue();
    CompletableFuture<Void> waits = new CompletableFuture<>();
    clients.submit(() -> harness.send(plain, event -> waits.complete(null)));
    waits.get(20, SECONDS);

    // The client sends its options and no photo; it need not end its side to hear the refusal.
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    TransmitterServiceGrpc.newStub(harness.connection)
        .withDeadlineAfter(20, SECONDS)
        .transmit(new OptionsAlone(end));
    ErrorDetails refused = ErrorDetails.of(end.get(20, SECONDS));
    assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.reason()).isEqualTo("QUEUE_FULL");
    assertThat(refused.retryAfter()).isPresent();
  }

  private record OptionsAlone(CompletableFuture<Throwable> end)
      implements ClientResponseObserver<TransmitRequest, TransmitResponse> {
    @Override
    public void beforeStart(ClientCallStreamObserver<TransmitRequest> call) {
      AtomicInteger sent = new AtomicInteger();
      call.setOnReadyHandler(
          () -> {
            if (sent.getAndIncrement() == 0) {
              call.onNext(
                  TransmitRequest.newBuilder()
                      .setOptions(TransmitOptions.getDefaultInstance())
                      .build());
            }
          });
    }

    @Override
    public void onNext(TransmitResponse response) {
      end.complete(new AssertionError("accepted: " + response));
    }

    @Override
    public void onError(Throwable error) {
      end.complete(error);
    }

    @Override
    public void onCompleted() {
      end.complete(new AssertionError("ended well"));
    }
  }
}
