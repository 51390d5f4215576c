package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthCommandTest {
  private final HealthStatusManager health = new HealthStatusManager();
  private final TestStreams streams = new TestStreams();
  private final CountDownLatch asked = new CountDownLatch(2);
  private Server server;

  @BeforeEach
  void start() throws IOException {
    health.setStatus("", ServingStatus.NOT_SERVING);
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(health.getHealthService())
            .intercept(
                new ServerInterceptor() {
                  @Override
                  public <Q, R> ServerCall.Listener<Q> interceptCall(
                      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                    asked.countDown();
                    return next.startCall(call, headers);
                  }
                })
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private String target() {
    return "127.0.0.1:" + server.getPort();
  }

  @Test
  void aServiceThatDoesNotServeEndsWithSix() {
    assertThat(streams.run("health", target())).isEqualTo(ExitCode.UNAVAILABLE.code());
    assertThat(streams.outText()).isEqualTo("NOT_SERVING\n");
  }

  @Test
  void waitsUntilTheServiceServes() throws Exception {
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> streams.run("health", target(), "--wait", "60s"));
    assertThat(asked.await(60, TimeUnit.SECONDS)).as("asked again").isTrue();
    health.setStatus("", ServingStatus.SERVING);
    assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
    assertThat(streams.outText()).isEqualTo("SERVING\n");
  }

  @Test
  void waitsNoLongerThanToldTo() {
    assertThat(streams.run("health", target(), "--wait", "300ms"))
        .isEqualTo(ExitCode.UNAVAILABLE.code());
    assertThat(streams.outText()).isEqualTo("NOT_SERVING\n");
  }
}
