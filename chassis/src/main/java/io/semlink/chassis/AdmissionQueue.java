package io.semlink.chassis;

import io.grpc.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers with a bounded queue before them. Work that finds it full is refused at once with
 * RESOURCE_EXHAUSTED and the time after which a place is likely; work whose call is cancelled while
 * it waits leaves the queue. Exports {@code semlink_queue_depth} and {@code
 * semlink_queue_capacity}.
 */
public final class AdmissionQueue implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdmissionQueue.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  /** Weight of the newest task in the running mean of task times. */
  private static final double MEAN_WEIGHT = 0.2;

  private static final Duration LEAST_RETRY = Duration.ofMillis(100);

  private final String name;
  private final int workers;
  private final int capacity;
  private final ThreadPoolExecutor executor;
  private final AtomicLong meanNanos = new AtomicLong();

  /**
   * Work that was taken in.
   *
   * @param waitingBefore work that was waiting when it was taken in
   */
  public record Ticket(int waitingBefore) {}

  /**
   * Makes the queue and its threads.
   *
   * @param name of the service, as the metric's label
   * @param workers tasks that run at once, 1 or more
   * @param capacity tasks that may wait, 1 or more
   */
  public AdmissionQueue(String name, int workers, int capacity, Telemetry telemetry) {
    if (workers < 1 || capacity < 1) {
      throw new IllegalArgumentException(
          "workers and capacity must be at least 1: " + workers + ", " + capacity);
    }
    this.name = name;
    this.workers = workers;
    this.capacity = capacity;
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(capacity),
            task -> new Thread(task, name + "-worker-" + number.incrementAndGet()));
    SemlinkMetrics.QUEUE_DEPTH.gauge(telemetry.registry(), this::depth, name);
    SemlinkMetrics.QUEUE_CAPACITY.gauge(telemetry.registry(), () -> capacity, name);
  }

  /**
   * Takes work in, for the present request; it runs in the request's context.
   *
   * @param task must end the request itself, also in failure; what it throws is only logged
   * @throws ServiceException RESOURCE_EXHAUSTED if the queue is full, UNAVAILABLE if it is closed
   */
  public Ticket submit(Runnable task) {
    Context context = Context.current();
    Runnable scoped = RequestScope.wrap(() -> run(context, task));
    int waiting = depth();
    try {
      executor.execute(scoped);
    } catch (RejectedExecutionException e) {
      throw refusal().causedBy(e);
    }
    context.addListener(cancelled -> executor.remove(scoped), Runnable::run);
    return new Ticket(waiting);
  }

  /**
   * Refuses what would be refused if it were submitted now, before anything is spent on it.
   *
   * @throws ServiceException RESOURCE_EXHAUSTED if the queue is full, UNAVAILABLE if it is closed
   */
  public void requireRoom() {
    if (executor.isShutdown() || depth() >= capacity) {
      throw refusal();
    }
  }

  private ServiceException refusal() {
    if (executor.isShutdown()) {
      return ServiceException.unavailable(
          "NOT_READY", name + " is stopping", Map.of(), LEAST_RETRY);
    }
    return ServiceException.resourceExhausted(
        "QUEUE_FULL",
        name + " is busy with " + workers + " requests and " + capacity + " more wait",
        retryAfter());
  }

  /** Tasks that wait. */
  public int depth() {
    return executor.getQueue().size();
  }

  private void run(Context context, Runnable task) {
    if (context.isCancelled()) {
      return;
    }
    long start = System.nanoTime();
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("{}: a request's work failed without ending the request", name, e);
    } finally {
      long took = System.nanoTime() - start;
      meanNanos.updateAndGet(
          mean -> mean == 0 ? took : Math.round(mean + MEAN_WEIGHT * (took - mean)));
    }
  }

  private Duration retryAfter() {
    // The time until a place is free if every task takes what they took on average.
    Duration expected = Duration.ofNanos(meanNanos.get() / workers);
    return expected.compareTo(LEAST_RETRY) < 0 ? LEAST_RETRY : expected;
  }

  /** Takes no more work in, and waits until what was taken in has ended, but not for long. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
