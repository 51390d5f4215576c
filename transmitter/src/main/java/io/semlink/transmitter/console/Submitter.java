package io.semlink.transmitter.console;

import io.grpc.ManagedChannel;
import io.semlink.chassis.DaemonThreads;
import io.semlink.chassis.RequestScope;
import io.semlink.chassis.ServiceException;
import io.semlink.client.TransmitterClient;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends photos from the console the way any client does: through the service's own contract, so
 * that its limits, checks and metrics are the same.
 */
final class Submitter implements AutoCloseable {
  private static final int AT_ONCE = 16;
  private static final long MAX_HELD_BYTES = 64 << 20;
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Duration ACCEPTANCE = Duration.ofSeconds(10);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Journal journal;
  private final ManagedChannel channel;
  private final TransmitterClient client;
  private final AtomicLong heldBytes = new AtomicLong();
  private final ExecutorService executor =
      new ThreadPoolExecutor(
          0,
          AT_ONCE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          DaemonThreads.named("transmitter-console-send"));

  /**
   * Sends through a channel to the service, which it shuts down at the end.
   *
   * @param journal is told which requests are the console's
   */
  Submitter(Journal journal, ManagedChannel channel) {
    this.journal = journal;
    this.channel = channel;
    this.client = new TransmitterClient(channel);
  }

  /**
   * Sends a photo, and waits until it is taken up.
   *
   * @param query parameters of the request
   * @return its id, which the journal has
   * @throws RuntimeException as the service refuses it
   */
  String submit(byte[] photo, Map<String, String> query) {
    String requestId = "console-" + RequestScope.newRequestId();
    TransmitOptions options = SubmitOptions.read(query, requestId);
    CompletableFuture<String> accepted = new CompletableFuture<>();
    journal.expect(requestId);
    try {
      start(photo, options, accepted);
      return await(accepted);
    } finally {
      journal.forget(requestId);
    }
  }

  private void start(byte[] photo, TransmitOptions options, CompletableFuture<String> accepted) {
    if (heldBytes.addAndGet(photo.length) > MAX_HELD_BYTES) {
      heldBytes.addAndGet(-photo.length);
      throw busy();
    }
    try {
      executor.execute(() -> send(photo, options, accepted));
    } catch (RejectedExecutionException e) {
      heldBytes.addAndGet(-photo.length);
      throw busy().causedBy(e);
    }
  }

  private static ServiceException busy() {
    return ServiceException.resourceExhausted(
        "QUEUE_FULL", "the console sends as many photos as it may; try again later", RETRY_AFTER);
  }

  private void send(byte[] photo, TransmitOptions options, CompletableFuture<String> accepted) {
    try {
      client.send(photo, options, DEADLINE, event -> tell(event, accepted));
    } catch (RuntimeException e) {
      // Once it is taken up, the journal tells how it ends.
      accepted.completeExceptionally(e);
    } finally {
      heldBytes.addAndGet(-photo.length);
    }
  }

  private static void tell(TransmitResponse event, CompletableFuture<String> accepted) {
    if (event.hasAccepted()) {
      accepted.complete(event.getAccepted().getRequestId());
    }
  }

  private static String await(CompletableFuture<String> accepted) {
    try {
      return accepted.get(ACCEPTANCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw ServiceException.deadlineExceeded("the service did not take the photo up in time")
          .causedBy(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.cancelled("the console is stopping").causedBy(e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    channel.shutdownNow();
  }
}
