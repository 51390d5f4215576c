package io.semlink.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.link.v1.DegradationReason;
import io.semlink.link.v1.ReceiverEvent;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.receiver.inpaint.DegradationPolicy;
import io.semlink.receiver.v1.ReceiveRequest;
import io.semlink.receiver.v1.WatchImagesRequest;
import io.semlink.receiver.v1.WatchImagesResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when more is asked than can be done. */
@Timeout(300)
class ReceiverLoadTest {
  private static final Duration LONG = Duration.ofHours(2);
  private static final ReceiverOptions ENDLESS =
      ReceiverOptions.newBuilder().setSteps(1000).build();
  private static final ReceiverOptions PREVIEW =
      ReceiverOptions.newBuilder().setPreviewOnly(true).build();
  private static final ReceiverOptions USUAL = ReceiverOptions.newBuilder().setSteps(31).build();

  private final byte[] file = Deliveries.code("CIE", 64, 64, 4, 0.5).toBytes();

  private static ReceiverConfig config() {
    return ReceiverConfig.of(
        ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofSeconds(2)),
        Deliveries.bundle());
  }

  private Client.Call beginAndAwaitStep(Client client, String id) {
    Client.Call call = client.begin(Deliveries.of(id, ENDLESS, file), LONG);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> call.events.stream().anyMatch(ReceiverEvent::hasStep));
    return call;
  }

  @Test
  void givesUpInTheOrderItDeclares() throws Exception {
    // The reduced number is large, so that a picture that got it stays in the making.
    try (ServiceRuntime receiver =
            ReceiverServer.wire(config().withPolicy(new DegradationPolicy(900, 0, 1), 4));
        Client client = new Client(receiver.port())) {
      assertThat(Http.get(receiver.admin().port(), "/info"))
          .containsSubsequence(
              "at most 0 other pictures",
              "at most 1 other pictures",
              "more than 1 pictures",
              "8 deliveries are worked on and 16 more wait")
          .contains("at most 900 steps", "fewer_steps", "preview_only", "QUEUE_FULL");
      Client.Call first = beginAndAwaitStep(client, "first");
      Client.Call second = beginAndAwaitStep(client, "second");
      ReceiverReport third = client.receive(Deliveries.of("third", ENDLESS, file)).report();

      assertThat(steps(first)).isEqualTo(1000);
      assertThat(steps(second)).isEqualTo(900);
      assertThat(third.getRunSteps()).isZero();
      assertThat(third.getDegraded(0).getReason())
          .isEqualTo(DegradationReason.DEGRADATION_REASON_PREVIEW_ONLY);
      first.cancel();
      second.cancel();
    }
  }

  private static int steps(Client.Call call) {
    return call.events.stream()
        .filter(ReceiverEvent::hasStep)
        .findFirst()
        .orElseThrow()
        .getStep()
        .getTotalSteps();
  }

  @Test
  void takesStepsFirst() throws Exception {
    try (ServiceRuntime receiver =
            ReceiverServer.wire(config().withPolicy(new DegradationPolicy(3, 0, 5), 4));
        Client client = new Client(receiver.port())) {
      Client.Call busy = beginAndAwaitStep(client, "busy");
      ReceiverReport report = client.receive(Deliveries.of("less", USUAL, file)).report();
      assertThat(report.getAskedSteps()).isEqualTo(31);
      assertThat(report.getRunSteps()).isEqualTo(3);
      assertThat(report.getDegradedList())
          .singleElement()
          .satisfies(
              degradation -> {
                assertThat(degradation.getReason())
                    .isEqualTo(DegradationReason.DEGRADATION_REASON_FEWER_STEPS);
                assertThat(degradation.getDetail()).contains("3 steps in place of 31");
              });
      assertThat(Http.get(receiver.admin().port(), "/metrics"))
          .contains("semlink_degraded_total{reason=\"fewer_steps\"} 1");
      busy.cancel();
    }
  }

  @Test
  void takesTheInpaintingNext() throws Exception {
    try (ServiceRuntime receiver =
            ReceiverServer.wire(config().withPolicy(new DegradationPolicy(3, 0, 0), 4));
        Client client = new Client(receiver.port())) {
      Client.Call busy = beginAndAwaitStep(client, "busy");
      ReceiverReport report = client.receive(Deliveries.of("preview", USUAL, file)).report();
      assertThat(report.getRunSteps()).isZero();
      assertThat(report.getGeneratedFraction()).isZero();
      assertThat(report.getDegraded(0).getReason())
          .isEqualTo(DegradationReason.DEGRADATION_REASON_PREVIEW_ONLY);
      busy.cancel();
    }
  }

  @Test
  void refusesWhatFindsTheQueueFull() throws Exception {
    try (ServiceRuntime receiver = ReceiverServer.wire(config().withWorkers(1, 1));
        Client client = new Client(receiver.port())) {
      Client.Call running = beginAndAwaitStep(client, "running");
      Client.Call waiting = client.begin(Deliveries.of("waiting", USUAL, file), LONG);
      await()
          .untilAsserted(
              () ->
                  assertThat(Http.get(receiver.admin().port(), "/metrics"))
                      .contains("semlink_queue_depth{service=\"receiver\"} 1"));
      ErrorDetails refused = client.receive(Deliveries.of("refused", USUAL, file)).error();
      assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused.reason()).isEqualTo("QUEUE_FULL");
      assertThat(refused.retryAfter()).isPresent();
      running.cancel();
      assertThat(waiting.report().getRunSteps()).isEqualTo(31);
    }
  }

  @Test
  void aLaterAttemptEndsTheEarlierOneAndItsInpainting() throws Exception {
    try (ServiceRuntime receiver = ReceiverServer.wire(config());
        Client client = new Client(receiver.port())) {
      Client.Call first = beginAndAwaitStep(client, "again");
      List<ReceiveRequest> second = new ArrayList<>(Deliveries.of("again", PREVIEW, file));
      ReceiveRequest.Builder header = second.get(0).toBuilder();
      header.getHeaderBuilder().setAttempt(1);
      second.set(0, header.build());

      client.receive(second).report();

      assertThat(first.error().code()).isEqualTo(Status.Code.ABORTED);
      assertThat(first.error().reason()).isEqualTo("SUPERSEDED");
      await()
          .untilAsserted(
              () ->
                  assertThat(Http.get(receiver.admin().port(), "/info"))
                      .contains("\"inpaintings_active\" : 0", "\"buffered_bytes\" : 0"));
    }
  }

  @Test
  void stopsWhileOthersWatch() throws Exception {
    try (ServiceRuntime receiver = ReceiverServer.wire(configWithLongDrain());
        Client client = new Client(receiver.port())) {
      Iterator<WatchImagesResponse> watch =
          client.blocking().watchImages(WatchImagesRequest.newBuilder().setRecent(1).build());
      client.receive(Deliveries.of("seen", PREVIEW, file)).report();
      assertThat(watch.next().getImage().getRequestId()).isEqualTo("seen");
      long began = System.nanoTime();
      receiver.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
      assertThatThrownBy(watch::next)
          .satisfies(
              error ->
                  assertThat(ErrorDetails.of(error).code()).isEqualTo(Status.Code.UNAVAILABLE));
    }
  }

  private static ReceiverConfig configWithLongDrain() {
    return ReceiverConfig.of(
        ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofSeconds(60)),
        Deliveries.bundle());
  }
}
