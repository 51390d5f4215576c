package io.semlink.channel.service;

import static io.semlink.channel.service.TestTransmitter.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Pacing;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.v1.RelayCompleted;
import io.semlink.channel.v1.RelayEnd;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.channel.v1.RelayRequest;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.channel.v1.UpdateLinkRequest;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.ReceiverEvent;
import io.semlink.link.v1.ReceiverStep;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.SegmentDelivery;
import io.semlink.link.v1.SegmentFate;
import io.semlink.link.v1.SymbolBlock;
import io.semlink.receiver.v1.ReceiveRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real channel between real neighbours on ports of the loopback. */
@Timeout(60)
final class RelayTest {
  private static final Duration LIMIT = Duration.ofMillis(20);

  private TestReceiver receiver;
  private ServiceRuntime channel;
  private TestTransmitter transmitter;

  @BeforeEach
  void start() throws Exception {
    receiver = new TestReceiver();
    LinkConfig white = LinkConfig.named("lab").withSnrDb(0);
    channel =
        ChannelSimService.wire(
            new ChannelSimConfig(
                ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofMillis(200)),
                PeerConfig.plaintext("receiver", "127.0.0.1", receiver.port()),
                List.of(
                    white,
                    LinkConfig.named("paced")
                        .withSnrDb(0)
                        .withPacing(Pacing.REAL_TIME)
                        .withPropagationDelay(Duration.ofMillis(30)),
                    LinkConfig.named("fading").withFading(new Rayleigh()).withSeed(9))));
    transmitter = new TestTransmitter(channel.port());
  }

  @AfterEach
  void stop() throws Exception {
    transmitter.close();
    channel.close();
    receiver.close();
  }

  @Test
  void everythingIsDeliveredWithinTheCapacity() throws Exception {
    TestTransmitter.Call call = transmitter.relay(header("lab", LIMIT)).sendAll(500, 1000, 1000);

    List<RelayResponse> responses = call.await();

    TestReceiver.Reception reception = receiver.take();
    assertThat(reception.header.getRequestId()).isEqualTo("test-1");
    assertThat(reception.header.getLinkName()).isEqualTo("lab");
    assertThat(reception.container.size()).isEqualTo(2500);
    Delivery delivery = completed(responses).getDelivery();
    assertThat(reception.end.getDelivery()).isEqualTo(delivery);
    assertThat(reception.end.getLatencyLimit()).isEqualTo(ProtoTimes.toProto(LIMIT));
    assertThat(delivery.getSentBits()).isEqualTo(20_000);
    assertThat(delivery.getDeliveredBits()).isEqualTo(20_000);
    assertThat(delivery.getDeliveredSegments()).isEqualTo(3);
    assertThat(delivery.getOutage()).isFalse();
    assertThat(ProtoTimes.fromProto(delivery.getAirTime())).isEqualTo(LIMIT);
    assertThat(call.accounts())
        .extracting(a -> ProtoTimes.fromProto(a.getFinishedAfter()).toMillis())
        .containsExactly(4L, 12L, 20L);
    assertThat(responses.get(0).getOpened().getKnownState().getCapacityBps()).isEqualTo(1e6);
    assertThat(call.receiverEvents())
        .extracting(ReceiverEvent::getEventCase)
        .containsExactly(ReceiverEvent.EventCase.ACCEPTED, ReceiverEvent.EventCase.REPORT);
  }

  @Test
  void aLaterAttemptOfARequestEndsTheEarlierOneAndItsReception() throws Exception {
    RelayHeader header = header("lab", LIMIT);
    TestTransmitter.Call first = transmitter.relay(header).segment(100);
    TestReceiver.Reception abandoned = receiver.take();

    TestTransmitter.Call second =
        transmitter.relay(header.toBuilder().setAttempt(1).build()).sendAll(100);

    assertThat(second.await()).anyMatch(RelayResponse::hasCompleted);
    assertThat(receiver.take().header.getAttempt()).isEqualTo(1);
    ErrorDetails superseded = ErrorDetails.of(catchThrowable(first::await));
    assertThat(superseded.code()).isEqualTo(Status.Code.ABORTED);
    assertThat(superseded.reason()).isEqualTo("SUPERSEDED");
    abandoned.cancelled.get(10, TimeUnit.SECONDS);
    assertThat(transmitter.relay(header).sendAll(100).await())
        .as("nothing of the request is under way any more")
        .anyMatch(RelayResponse::hasCompleted);
  }

  @Test
  void whatIsLateIsCut() throws Exception {
    TestTransmitter.Call call = transmitter.relay(header("lab", LIMIT)).sendAll(2000, 1000, 100, 0);

    List<RelayResponse> responses = call.await();

    TestReceiver.Reception reception = receiver.take();
    assertThat(reception.container.size()).isEqualTo(2500);
    assertThat(call.accounts())
        .extracting(SegmentDelivery::getFate)
        .containsExactly(
            SegmentFate.SEGMENT_FATE_DELIVERED,
            SegmentFate.SEGMENT_FATE_CUT,
            SegmentFate.SEGMENT_FATE_LOST,
            SegmentFate.SEGMENT_FATE_LOST);
    assertThat(responses.stream().filter(RelayResponse::hasCut))
        .singleElement()
        .satisfies(
            response -> {
              assertThat(response.getCut().getIndex()).isEqualTo(1);
              assertThat(response.getCut().getDeliveredBytes()).isEqualTo(500);
            });
    Delivery delivery = completed(responses).getDelivery();
    assertThat(delivery.getOutage()).isTrue();
    assertThat(delivery.getCut()).isTrue();
    assertThat(delivery.getSentBits()).isEqualTo(8 * 3100);
    assertThat(delivery.getDeliveredBits()).isEqualTo(20_000);
    assertThat(delivery.getDeliveredSegments()).isEqualTo(1);
    assertThat(delivery.getSegmentsCount()).isEqualTo(4);
    assertThat(metrics()).contains("semlink_outages_total{link=\"lab\"} 1.0");
  }

  @Test
  void openedStateIsTheBlockThatIsUsed() throws Exception {
    for (int i = 0; i < 10; i++) {
      TestTransmitter.Call call = transmitter.relay(header("fading", LIMIT));
      await().until(() -> !call.responses.isEmpty());
      double capacity = call.responses.get(0).getOpened().getKnownState().getCapacityBps();

      Delivery delivery =
          completed(call.sendAll((int) (capacity * 0.020 / 8)).await()).getDelivery();

      assertThat(delivery.getOutage()).as("block %d", i).isFalse();
    }
    assertThat(transmitter.admin().getLink(named("fading")).getLink().getFigures().getBlocks())
        .isEqualTo(10);
  }

  @Test
  void linkIsChangedBetweenTwoRequests() throws Exception {
    UpdateLinkRequest.Builder change = UpdateLinkRequest.newBuilder();
    change.getConfigBuilder().setName("lab").setSnrDb(10);

    Delivery before =
        completed(transmitter.relay(header("lab", LIMIT)).sendAll(5000).await()).getDelivery();
    transmitter.admin().updateLink(change.build());
    Delivery after =
        completed(transmitter.relay(header("lab", LIMIT)).sendAll(5000).await()).getDelivery();

    assertThat(before.getOutage()).isTrue();
    assertThat(after.getOutage()).isFalse();
  }

  @Test
  void accountOnlyNeedsNoReceiver() throws Exception {
    receiver.kill();

    List<RelayResponse> responses =
        transmitter
            .relay(header("lab", LIMIT).toBuilder().setAccountOnly(true).build())
            .sendAll(100)
            .await();

    assertThat(completed(responses).getDelivery().getDeliveredBits()).isEqualTo(800);
  }

  @Test
  void withoutALimitNothingIsCut() throws Exception {
    RelayHeader header = RelayHeader.newBuilder().setRequestId("r").setLinkName("lab").build();

    List<RelayResponse> responses = transmitter.relay(header).sendAll(1 << 20).await();

    Delivery delivery = completed(responses).getDelivery();
    assertThat(delivery.getOutage()).isFalse();
    assertThat(delivery.getAirTime().getSeconds()).isEqualTo(8);
    assertThat(receiver.take().end.hasLatencyLimit()).isFalse();
  }

  @Test
  void pacedLinkTakesItsTime() throws Exception {
    long start = System.nanoTime();
    TestTransmitter.Call call =
        transmitter.relay(header("paced", Duration.ofMillis(200))).sendAll(6250, 6250);

    List<RelayResponse> responses = call.await();

    // 12 500 bytes at 1 Mbit/s and 30 ms of propagation.
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    assertThat(wall).isGreaterThanOrEqualTo(Duration.ofMillis(130));
    assertThat(ProtoTimes.fromProto(completed(responses).getDelivery().getAirTime()))
        .isEqualTo(Duration.ofMillis(100));
    assertThat(responses.get(0).getOpened().getPaced()).isTrue();
    assertThat(metrics()).contains("semlink_pacing_lateness_seconds_count{link=\"paced\"} 2");
  }

  @Test
  void cancellationReachesTheReceiver() throws Exception {
    TestTransmitter.Call call = transmitter.relay(header("lab", LIMIT)).segment(10);
    TestReceiver.Reception reception = receiver.take();
    await().until(() -> !call.accounts().isEmpty());

    call.cancel();

    reception.cancelled.get(10, TimeUnit.SECONDS);
    await()
        .until(
            () ->
                transmitter.admin().getLink(named("lab")).getLink().getFigures().getTransmissions()
                    == 1);
  }

  @Test
  void deadlineReachesTheReceiver() throws Exception {
    CompletableFuture<Long> left = new CompletableFuture<>();
    receiver.script(
        reception -> {
          left.complete(Context.current().getDeadline().timeRemaining(TimeUnit.MILLISECONDS));
          return silent();
        });

    TestTransmitter.Call call =
        transmitter.relay(
            transmitter.async().withDeadlineAfter(700, TimeUnit.MILLISECONDS),
            header("lab", LIMIT));

    assertThat(left.get(10, TimeUnit.SECONDS)).isBetween(0L, 700L);
    assertStatus(call, Status.Code.DEADLINE_EXCEEDED);
    receiver.take().cancelled.get(10, TimeUnit.SECONDS);
  }

  @Test
  void deadReceiverIsReportedAtOnce() throws Exception {
    receiver.kill();

    StatusRuntimeException error =
        assertStatus(transmitter.relay(header("lab", LIMIT)), Status.Code.UNAVAILABLE);

    assertThat(ErrorDetails.of(error).reason()).isEqualTo("PEER_DOWN");
    assertThat(error.getStatus().getDescription()).contains("receiver");
  }

  @Test
  void receiverKilledOnTheWayIsReported() throws Exception {
    TestTransmitter.Call call = transmitter.relay(header("lab", LIMIT)).segment(10);
    receiver.take();

    receiver.kill();

    assertStatus(call, Status.Code.UNAVAILABLE);
  }

  @Test
  void errorOfTheReceiverIsPassedOn() throws Exception {
    receiver.script(
        reception -> {
          reception.client.onError(
              Status.DATA_LOSS.withDescription("checksum at byte 17").asRuntimeException());
          return silent();
        });

    StatusRuntimeException error =
        assertStatus(transmitter.relay(header("lab", LIMIT)), Status.Code.DATA_LOSS);

    assertThat(error.getStatus().getDescription()).isEqualTo("checksum at byte 17");
  }

  @Test
  void receiverThatEndsTooEarlyIsAnError() throws Exception {
    receiver.script(
        reception -> {
          reception.client.onCompleted();
          return silent();
        });

    assertStatus(transmitter.relay(header("lab", LIMIT)), Status.Code.INTERNAL);
  }

  @Test
  void eventsComeBackInOrderHoweverMany() throws Exception {
    receiver.script(
        reception ->
            new StreamObserver<>() {
              @Override
              public void onNext(ReceiveRequest request) {}

              @Override
              public void onError(Throwable error) {}

              @Override
              public void onCompleted() {
                for (int i = 1; i <= 500; i++) {
                  reception.send(
                      ReceiverEvent.newBuilder()
                          .setStep(ReceiverStep.newBuilder().setStep(i))
                          .build());
                }
                reception.client.onCompleted();
              }
            });

    TestTransmitter.Call call = transmitter.relay(header("lab", LIMIT)).sendAll(10);
    call.await();

    assertThat(call.receiverEvents()).hasSize(500);
    assertThat(call.receiverEvents().get(499).getStep().getStep()).isEqualTo(500);
  }

  @Test
  void slowReceiverStopsTheTransmitter() throws Exception {
    receiver.script(
        reception -> {
          reception.client.disableAutoRequest();
          return reception;
        });
    TestTransmitter.Call call =
        transmitter.relay(RelayHeader.newBuilder().setRequestId("slow").setLinkName("lab").build());
    TestReceiver.Reception reception = receiver.take();

    // Sends while it may, until nothing moves any more: all buffers on the way are full.
    int sent = 0;
    long idleSince = System.nanoTime();
    while (System.nanoTime() - idleSince < 500_000_000L) {
      if (call.isReady()) {
        call.segment(64 << 10);
        sent++;
        idleSince = System.nanoTime();
        assertThat(sent).as("segments sent to a receiver that takes none").isLessThan(200);
      } else {
        Thread.onSpinWait();
      }
    }
    assertThat(receiver.takenBytes).hasValue(0);

    // The receiver wakes up: everything arrives.
    reception.client.request(1_000_000);
    call.finish().await();
    assertThat(receiver.takenBytes).hasValue((long) sent * (64 << 10));
  }

  @Test
  void mistakesAreNamed() throws Exception {
    RelayRequest segment =
        RelayRequest.newBuilder()
            .setSegment(Segment.newBuilder().setPayload(com.google.protobuf.ByteString.EMPTY))
            .build();
    RelayHeader good = header("lab", LIMIT);

    assertInvalid(good, "header", RelayRequest.newBuilder().setHeader(good).build());
    assertInvalid(good, "message", RelayRequest.getDefaultInstance());
    assertInvalid(good, "segment.index", segment, segment);
    assertInvalid(
        good,
        "segment.payload",
        RelayRequest.newBuilder()
            .setSegment(Segment.newBuilder().setSymbols(SymbolBlock.getDefaultInstance()))
            .build());
    assertInvalid(
        good,
        "end.segment_count",
        RelayRequest.newBuilder().setEnd(RelayEnd.newBuilder().setSegmentCount(3)).build());
    assertInvalid(header("lab", Duration.ZERO), "header.latency_limit");
    assertInvalid(header("lab", Duration.ofMillis(-5)), "header.latency_limit");
    assertInvalid(header("lab", Duration.ofHours(2)), "header.latency_limit");
    assertInvalid(header("paced", Duration.ofMillis(30)), "latency_limit");
    assertInvalid(good.toBuilder().setRequestId("no spaces").build(), "request_id");
  }

  @Test
  void unknownLinkIsNotFound() throws Exception {
    StatusRuntimeException error =
        assertStatus(transmitter.relay(header("moon", LIMIT)), Status.Code.NOT_FOUND);

    assertThat(error.getStatus().getDescription()).contains("default, fading, lab, paced");
    assertThat(ErrorDetails.of(error).reason()).isEqualTo("LINK_UNKNOWN");
  }

  @Test
  void metricsTellOfTheAir() throws Exception {
    transmitter.relay(header("lab", LIMIT)).sendAll(1250).await();

    assertThat(metrics())
        .contains("semlink_air_seconds_sum{link=\"lab\"} 0.01")
        .contains("semlink_air_seconds_count{link=\"lab\"} 1")
        .contains("semlink_outages_total{link=\"lab\"} 0.0")
        .contains("semlink_snr_db{link=\"lab\"} 0.0")
        .contains("stage=\"account\"")
        .contains("stage=\"relay\"");
  }

  private void assertInvalid(RelayHeader header, String field, RelayRequest... requests)
      throws Exception {
    TestTransmitter.Call call = transmitter.relay(header);
    for (RelayRequest request : requests) {
      call.send(request);
    }
    StatusRuntimeException error = assertStatus(call, Status.Code.INVALID_ARGUMENT);
    assertThat(error.getStatus().getDescription()).startsWith(field + ": ");
  }

  private static StatusRuntimeException assertStatus(TestTransmitter.Call call, Status.Code code) {
    StatusRuntimeException[] caught = new StatusRuntimeException[1];
    assertThatThrownBy(call::await)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).as("%s", e.getStatus()).isEqualTo(code);
              caught[0] = e;
            });
    return caught[0];
  }

  private String metrics() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + channel.admin().port() + "/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static RelayCompleted completed(List<RelayResponse> responses) {
    return responses.stream()
        .filter(RelayResponse::hasCompleted)
        .map(RelayResponse::getCompleted)
        .reduce(
            (a, b) -> {
              throw new AssertionError("completed twice");
            })
        .orElseThrow();
  }

  private static io.semlink.channel.v1.GetLinkRequest named(String name) {
    return io.semlink.channel.v1.GetLinkRequest.newBuilder().setName(name).build();
  }

  private static StreamObserver<ReceiveRequest> silent() {
    return new StreamObserver<>() {
      @Override
      public void onNext(ReceiveRequest request) {}

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {}
    };
  }
}
