package io.semlink.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.semlink.channel.v1.GetLinkStateRequest;
import io.semlink.channel.v1.GetLinkStateResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServiceRuntimeTest {
  private static final GetLinkStateRequest ASK = GetLinkStateRequest.getDefaultInstance();

  @Test
  void healthFollowsTheLifeOfTheService() throws Exception {
    try (TestService service = new TestService(new EchoChannel(request -> "a"))) {
      assertThat(health(service, "")).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(health(service, "semlink.channel.v1.ChannelService"))
          .isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(health(service, "semlink.liveness")).isEqualTo(ServingStatus.SERVING);
      assertThat(service.http("/readyz").statusCode()).isEqualTo(503);
      assertThat(service.http("/healthz").statusCode()).isEqualTo(200);

      service.runtime.ready();

      assertThat(health(service, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(health(service, "semlink.channel.v1.ChannelService"))
          .isEqualTo(ServingStatus.SERVING);
      assertThat(service.http("/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void stoppingReportsNotServingFirstAndLetsCallsUnderWayEnd() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    List<String> closed = Collections.synchronizedList(new ArrayList<>());
    EchoChannel echo =
        new EchoChannel(
            request -> {
              entered.countDown();
              awaitLatch(leave);
              closed.add("call");
              return "done";
            });
    Telemetry telemetry = Telemetry.create("channel");
    ServiceRuntime runtime =
        ServiceRuntime.builder(ServerConfig.loopback(), telemetry)
            .service(echo)
            .closeAtStop(() -> closed.add("first added"))
            .closeAtStop(() -> closed.add("last added"))
            .start();
    runtime.ready();
    try (Peer peer =
        Peer.connect(PeerConfig.plaintext("c", "127.0.0.1", runtime.port()), telemetry)) {
      CompletableFuture<GetLinkStateResponse> call =
          CompletableFuture.supplyAsync(
              () ->
                  io.semlink.channel.v1.ChannelServiceGrpc.newBlockingStub(peer.channel())
                      .getLinkState(ASK));
      entered.await();
      CompletableFuture<Void> stop = CompletableFuture.runAsync(runtime::close);
      await().until(() -> !runtime.isReady());
      assertThat(stop).isNotDone();
      assertThat(call).isNotDone();

      leave.countDown();

      assertThat(call.get().getState().getLinkName()).isEqualTo("done");
      stop.get();
      assertThat(closed).containsExactly("call", "last added", "first added");
      runtime.awaitStopped();
    }
  }

  @Test
  void callsThatDoNotEndInTimeAreCut() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    EchoChannel echo =
        new EchoChannel(
            request -> {
              entered.countDown();
              awaitLatch(never);
              return "late";
            });
    ServerConfig config = ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofMillis(100));
    try (TestService service = new TestService(config, echo)) {
      service.runtime.ready();
      CompletableFuture<GetLinkStateResponse> call =
          CompletableFuture.supplyAsync(() -> service.stub().getLinkState(ASK));
      entered.await();
      CompletableFuture<Void> stop = CompletableFuture.runAsync(service.runtime::close);
      assertThatThrownBy(call::get).hasRootCauseInstanceOf(StatusRuntimeException.class);
      never.countDown();
      stop.get();
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (TestService service = new TestService(new EchoChannel(request -> "a"))) {
      int taken = service.runtime.port();
      assertThatThrownBy(
              () ->
                  ServiceRuntime.builder(
                          ServerConfig.plaintext("127.0.0.1", taken, 0), Telemetry.create("b"))
                      .start())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + taken);
      int takenAdmin = service.runtime.admin().port();
      assertThatThrownBy(
              () ->
                  ServiceRuntime.builder(
                          ServerConfig.plaintext("127.0.0.1", 0, takenAdmin), Telemetry.create("b"))
                      .start())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + takenAdmin);
    }
  }

  @Test
  void anOversizedMessageIsRefusedAndTheServiceGoesOn() throws Exception {
    Limits small = Limits.defaults().withMaxInboundMessageBytes(1024);
    EchoChannel echo = new EchoChannel(GetLinkStateRequest::getLinkName);
    try (TestService service = new TestService(ServerConfig.loopback().withLimits(small), echo)) {
      GetLinkStateRequest tooBig =
          GetLinkStateRequest.newBuilder().setLinkName("x".repeat(2000)).build();
      assertThatThrownBy(() -> service.stub().getLinkState(tooBig))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
      assertThat(service.stub().getLinkState(ASK).hasState()).isTrue();
    }
  }

  @Test
  void callsBeyondTheLimitAreRefusedWithATimeToTryAgain() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    EchoChannel echo =
        new EchoChannel(
            request -> {
              entered.countDown();
              awaitLatch(leave);
              return "a";
            });
    ServerConfig config = ServerConfig.loopback().withLimits(Limits.defaults().withMaxCalls(1));
    try (TestService service = new TestService(config, echo)) {
      CompletableFuture<GetLinkStateResponse> first =
          CompletableFuture.supplyAsync(() -> service.stub().getLinkState(ASK));
      entered.await();
      assertThatThrownBy(() -> service.stub().getLinkState(ASK))
          .satisfies(
              e -> {
                ErrorDetails details = ErrorDetails.of(e);
                assertThat(details.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(details.reason()).isEqualTo("QUEUE_FULL");
                assertThat(details.retryAfter()).isPresent();
              });
      assertThat(health(service, "semlink.liveness")).isEqualTo(ServingStatus.SERVING);
      leave.countDown();
      assertThat(first.get().hasState()).isTrue();
      await().untilAsserted(() -> service.stub().getLinkState(ASK));
    }
  }

  @Test
  void theAdminPortAnswersWhatOperatorsAsk() throws Exception {
    try (TestService service = new TestService(new EchoChannel(request -> "a"))) {
      assertThat(service.http("/info").body())
          .contains("\"service\" : \"channel\"")
          .contains("\"bundle\" : \"compact\"")
          .contains("\"state\" : \"STARTING\"");
      assertThat(service.http("/nothing").statusCode()).isEqualTo(404);
      assertThat(service.http("/metricsandmore").statusCode()).isEqualTo(404);
      assertThat(service.http("POST", "/metrics").statusCode()).isEqualTo(405);
      assertThat(service.http("HEAD", "/metrics").body()).isEmpty();
      service
          .runtime
          .admin()
          .page("/", exchange -> AdminServer.answer(exchange, 200, "text/html", "<p>"));
      assertThat(service.http("/").body()).isEqualTo("<p>");
      assertThat(service.http("/").headers().firstValue("Content-Security-Policy")).isPresent();
    }
  }

  private static ServingStatus health(TestService service, String name) {
    return HealthGrpc.newBlockingStub(service.client)
        .check(HealthCheckRequest.newBuilder().setService(name).build())
        .getStatus();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
