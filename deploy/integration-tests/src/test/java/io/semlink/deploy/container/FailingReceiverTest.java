package io.semlink.deploy.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.semlink.chassis.ErrorDetails;
import io.semlink.client.TransmissionResult;
import io.semlink.client.TransmitterClient;
import io.semlink.link.v1.PictureKind;
import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The receiver's container dies, or stands still, while it works. */
@ContainerTest
final class FailingReceiverTest {
  private static final Duration RECOVERY = Duration.ofSeconds(60);

  @Test
  void aRequestEndsOnceThoughTheReceiverIsKilled(LinkContainers link) throws Exception {
    ServiceContainer receiver = link.of(ServiceKind.RECEIVER);
    TransmitterClient client = link.client();
    CountDownLatch painting = new CountDownLatch(1);
    AtomicInteger reports = new AtomicInteger();
    CompletableFuture<TransmissionResult> result =
        CompletableFuture.supplyAsync(
            () ->
                client.send(
                    Photos.whole(),
                    Requests.painted(40),
                    Duration.ofSeconds(90),
                    event -> {
                      if (event.getEventCase() == TransmitResponse.EventCase.STEP) {
                        painting.countDown();
                      } else if (event.hasReport()) {
                        reports.incrementAndGet();
                      }
                    }));
    assertThat(painting.await(60, TimeUnit.SECONDS)).as("inpainting began").isTrue();

    receiver.kill();
    assertThat(receiver.state().getExitCodeLong()).isEqualTo(137);
    receiver.startAgain();

    try {
      TransmissionResult ended = result.get(95, TimeUnit.SECONDS);
      assertThat(ended.report().getAttempts()).as("attempts").isGreaterThan(1);
      assertThat(ended.picture(PictureKind.PICTURE_KIND_RECEIVED)).isPresent();
      assertThat(reports).hasValue(1);
    } catch (ExecutionException e) {
      ErrorDetails details = ErrorDetails.of(e.getCause());
      assertThat(details.code()).as(details.toString()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(details.reason()).isNotEmpty();
      assertThat(reports).hasValue(0);
    }
    awaitService(client);
  }

  @Test
  void aRequestEndsInTimeThoughTheReceiverStandsStill(LinkContainers link) {
    ServiceContainer receiver = link.of(ServiceKind.RECEIVER);
    TransmitterClient client = link.client();
    Duration limit = Duration.ofSeconds(8);
    awaitService(client);
    receiver.pause();
    try {
      long begin = System.nanoTime();
      Throwable error =
          catchThrowable(() -> client.send(Photos.small(), Requests.preview(), limit, event -> {}));
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isLessThan(limit.plus(Duration.ofSeconds(2)));
      assertThat(error).isInstanceOf(StatusRuntimeException.class);
      assertThat(Status.fromThrowable(error).getCode())
          .isIn(Status.Code.DEADLINE_EXCEEDED, Status.Code.UNAVAILABLE);
    } finally {
      receiver.unpause();
    }
    awaitService(client);
  }

  private static void awaitService(TransmitterClient client) {
    byte[] photo = Photos.small();
    await()
        .atMost(RECOVERY)
        .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
        .untilAsserted(
            () ->
                Requests.assertSound(
                    client
                        .send(photo, Requests.preview(), Duration.ofSeconds(20), event -> {})
                        .report()));
  }
}
