package io.semlink.chassis;

import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The sending side of a stream, for any thread: messages leave in order, no faster than the other
 * side takes them, with a bounded number waiting. Neither memory nor a worker is at the mercy of a
 * slow reader.
 *
 * <p>Make it inside the call's first callback (a service method, or {@code beforeStart} of a
 * client), where gRPC allows its handlers to be set. {@link #send} may block: call it from workers,
 * not from gRPC's callbacks; those use {@link #offer}.
 */
public final class OutboundStream<T> {
  private final CallStreamObserver<T> observer;
  private final int capacity;
  private final Duration stallLimit;
  private final Queue<T> waiting = new ArrayDeque<>();
  private boolean ending;
  private boolean ended;
  private volatile boolean cancelled;
  private Runnable cancelHandler = () -> {};

  private OutboundStream(CallStreamObserver<T> observer, int capacity, Duration stallLimit) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
    }
    this.observer = observer;
    this.capacity = capacity;
    this.stallLimit = stallLimit;
  }

  /**
   * The answers of a server's call.
   *
   * @param capacity messages that may wait, 1 or more
   * @param stallLimit how long a sender waits for room before the call is given up
   */
  public static <T> OutboundStream<T> ofServer(
      ServerCallStreamObserver<T> observer, int capacity, Duration stallLimit) {
    OutboundStream<T> stream = new OutboundStream<>(observer, capacity, stallLimit);
    observer.setOnReadyHandler(stream::drain);
    observer.setOnCancelHandler(stream::otherSideGone);
    return stream;
  }

  /**
   * The requests of a client's call; the parameters are those of {@link #ofServer}. The call's
   * response observer has to tell {@link #otherSideGone()} when the call ends.
   */
  public static <T> OutboundStream<T> ofClient(
      ClientCallStreamObserver<T> observer, int capacity, Duration stallLimit) {
    OutboundStream<T> stream = new OutboundStream<>(observer, capacity, stallLimit);
    observer.setOnReadyHandler(stream::drain);
    return stream;
  }

  /** Runs the handler when the client has gone: at once if it already has. */
  public void onCancel(Runnable handler) {
    synchronized (this) {
      if (!cancelled) {
        cancelHandler = handler;
        return;
      }
    }
    handler.run();
  }

  /** Whether the other side has gone. */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Sends a message, waiting for room if need be. After the stream has ended it does nothing.
   *
   * @throws ServiceException CANCELLED if the other side has gone; DEADLINE_EXCEEDED if there was
   *     no room for the whole stall limit
   */
  public synchronized void send(T message) {
    long limit = System.nanoTime() + stallLimit.toNanos();
    drain();
    while (waiting.size() >= capacity && !ending && !cancelled) {
      long leftMillis = (limit - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        throw ServiceException.deadlineExceeded(
            "the other side took no message for " + stallLimit.toMillis() + " ms");
      }
      try {
        wait(leftMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw ServiceException.cancelled("interrupted while waiting to send").causedBy(e);
      }
    }
    if (cancelled) {
      throw ServiceException.cancelled("the other side has gone");
    }
    if (!ending) {
      waiting.add(message);
      drain();
    }
  }

  /**
   * Sends a message if there is room, without waiting.
   *
   * @return false if there was none, or the stream has ended
   */
  public synchronized boolean offer(T message) {
    drain();
    if (ending || cancelled || waiting.size() >= capacity) {
      return false;
    }
    waiting.add(message);
    drain();
    return true;
  }

  /** Ends the stream after what was sent. Of several endings the first counts. */
  public synchronized void complete() {
    if (!ending) {
      ending = true;
      drain();
      notifyAll();
    }
  }

  /** Ends the stream at once with an error; what still waits is dropped. */
  public synchronized void fail(Throwable error) {
    if (ended || cancelled) {
      return;
    }
    ending = true;
    ended = true;
    waiting.clear();
    notifyAll();
    observer.onError(error);
  }

  private synchronized void drain() {
    while (!ended && !cancelled && !waiting.isEmpty() && observer.isReady()) {
      observer.onNext(waiting.remove());
    }
    if (ending && !ended && !cancelled && waiting.isEmpty()) {
      ended = true;
      observer.onCompleted();
    }
    notifyAll();
  }

  /**
   * Says that the other side takes nothing more, and wakes those who wait to send. A server's
   * stream learns this by itself; a client's is told by its response observer, in {@code onError}
   * and {@code onCompleted}.
   */
  public void otherSideGone() {
    Runnable handler;
    synchronized (this) {
      cancelled = true;
      waiting.clear();
      notifyAll();
      handler = cancelHandler;
    }
    handler.run();
  }
}
