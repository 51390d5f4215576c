package io.semlink.deploy.container;

import io.grpc.StatusRuntimeException;
import io.semlink.chassis.ErrorDetails;
import io.semlink.client.TransmitterClient;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Devices that send photos one after the other until they are told to stop. */
final class SteadyTraffic implements AutoCloseable {
  private static final int MOST_ASKED = 10;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ExecutorService devices;

  SteadyTraffic(TransmitterClient client, int count) {
    devices = Executors.newFixedThreadPool(count);
    byte[] photo = Photos.small();
    for (int device = 0; device < count; device++) {
      devices.execute(
          () -> {
            while (!stop.get()) {
              send(client, photo);
            }
          });
    }
  }

  private void send(TransmitterClient client, byte[] photo) {
    String id = "steady-" + begun.incrementAndGet();
    try {
      Requests.assertSound(ask(client, photo, id));
      served.incrementAndGet();
    } catch (StatusRuntimeException e) {
      failures.add(id + ": " + ErrorDetails.of(e));
    } catch (AssertionError | InterruptedException | RuntimeException e) {
      failures.add(id + ": " + e);
    }
  }

  /** Asks until there is an answer, as long as the refusal says when to ask again. */
  private static TransmissionReport ask(TransmitterClient client, byte[] photo, String id)
      throws InterruptedException {
    TransmitOptions options = Requests.preview().toBuilder().setRequestId(id).build();
    for (int asked = 1; ; asked++) {
      try {
        return client.send(photo, options, Duration.ofSeconds(60), event -> {}).report();
      } catch (StatusRuntimeException e) {
        Optional<Duration> later = ErrorDetails.of(e).retryAfter();
        if (later.isEmpty() || asked == MOST_ASKED) {
          throw e;
        }
        TimeUnit.NANOSECONDS.sleep(later.get().toNanos());
      }
    }
  }

  /** Requests that were answered with a sound report. */
  int served() {
    return served.get();
  }

  /** Requests that were not. */
  List<String> failures() {
    return new ArrayList<>(failures);
  }

  /** Requests that were begun; all have ended once this is closed. */
  int begun() {
    return begun.get();
  }

  @Override
  public void close() throws InterruptedException {
    stop.set(true);
    devices.shutdown();
    if (!devices.awaitTermination(70, TimeUnit.SECONDS)) {
      devices.shutdownNow();
    }
  }
}
