package io.semlink.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionQueueTest {
  private final Telemetry telemetry = Telemetry.create("transmitter");
  private final AdmissionQueue queue = new AdmissionQueue("transmitter", 1, 2, telemetry);
  private final CountDownLatch leave = new CountDownLatch(1);

  @AfterEach
  void close() {
    leave.countDown();
    queue.close();
    telemetry.close();
  }

  @Test
  void aFullQueueRefusesAtOnceAndSaysWhenToTryAgain() throws Exception {
    occupyWorker();
    assertThat(queue.submit(() -> {}).waitingBefore()).isZero();
    assertThat(queue.submit(() -> {}).waitingBefore()).isEqualTo(1);
    assertThat(telemetry.scrape()).contains("semlink_queue_depth{service=\"transmitter\"} 2.0");

    assertThatThrownBy(() -> queue.submit(() -> {}))
        .asInstanceOf(type(ServiceException.class))
        .satisfies(
            e -> {
              assertThat(e.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
              assertThat(e.reason()).isEqualTo("QUEUE_FULL");
              assertThat(e.retryAfter().orElseThrow())
                  .isGreaterThanOrEqualTo(Duration.ofMillis(100));
            });

    leave.countDown();
    await().until(() -> queue.depth() == 0);
    assertThat(telemetry.scrape()).contains("semlink_queue_depth{service=\"transmitter\"} 0.0");
  }

  @Test
  void workOfACancelledCallLeavesTheQueue() throws Exception {
    occupyWorker();
    AtomicInteger ran = new AtomicInteger();
    try (Context.CancellableContext call = Context.current().withCancellation()) {
      call.run(() -> queue.submit(ran::incrementAndGet));
      assertThat(queue.depth()).isEqualTo(1);
      call.cancel(null);
    }
    await().until(() -> queue.depth() == 0);
    leave.countDown();
    queue.close();
    assertThat(ran).hasValue(0);
  }

  @Test
  void workThatThrowsDoesNotHarmTheWorker() {
    AtomicInteger ran = new AtomicInteger();
    queue.submit(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    queue.submit(ran::incrementAndGet);
    await().untilAtomic(ran, org.hamcrest.Matchers.is(1));
  }

  @Test
  void aClosedQueueSaysThatTheServiceStops() {
    queue.close();
    assertThatThrownBy(() -> queue.submit(() -> {}))
        .asInstanceOf(type(ServiceException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private void occupyWorker() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    queue.submit(
        () -> {
          entered.countDown();
          try {
            leave.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    entered.await();
  }
}
