package io.semlink.transmitter;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.semlink.chassis.ServiceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing half of a call, for several threads: messages leave in the order they came and only
 * as fast as the client reads, and the call ends exactly once. What does not fit yet waits here;
 * whoever passes on much pulls only while {@link #isReady}, so that little does.
 *
 * @param <T> message type
 */
final class ResponseSink<T> {
  private final ServerCallStreamObserver<T> call;
  private final Deque<T> pending = new ArrayDeque<>();
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable failure;
  private Runnable readyListener = () -> {};
  private Runnable endListener = () -> {};
  private Consumer<? super T> messageObserver = message -> {};
  private Consumer<? super @Nullable Throwable> endObserver = error -> {};

  /** Takes over a call; must happen in the method that gRPC calls to start it. */
  ResponseSink(ServerCallStreamObserver<T> call) {
    this.call = call;
    call.setOnReadyHandler(this::becameReady);
    call.setOnCancelHandler(this::cancelled);
  }

  /** Sends a message, now or when the client has read what came before; nothing after the end. */
  synchronized void send(T message) {
    if (!ended) {
      messageObserver.accept(message);
      pending.addLast(message);
      drain();
    }
  }

  /**
   * Ends the call well, after everything sent so far.
   *
   * @return whether this was the ending; false if the call had ended before
   */
  boolean complete() {
    return end(null);
  }

  /**
   * Ends the call with an error, which does not wait for what is unsent.
   *
   * @return whether this was the ending; false if the call had ended before
   */
  boolean fail(Throwable error) {
    return end(error);
  }

  private boolean end(@Nullable Throwable error) {
    synchronized (this) {
      if (ended) {
        return false;
      }
      ended = true;
      failure = error;
      if (error != null) {
        pending.clear();
      }
      endObserver.accept(error);
    }
    // Before the client learns of the end: it may come again at once, under the same name.
    endListener.run();
    synchronized (this) {
      drain();
    }
    return true;
  }

  /** Whether the call has been given its ending, or the client has gone. */
  synchronized boolean hasEnded() {
    return ended;
  }

  /** Whether a message would leave at once. */
  synchronized boolean isReady() {
    return !ended && pending.isEmpty() && call.isReady();
  }

  /** Asks to be told, on a gRPC thread, each time the client is ready for more. */
  synchronized void onReady(Runnable listener) {
    readyListener = listener;
  }

  /** Asks to be told once when the call ends in whatever way; set before anything is sent. */
  synchronized void onEnd(Runnable listener) {
    endListener = listener;
  }

  /**
   * Shows somebody, in order, what is sent from now on and how the call ends, even if it has ended.
   *
   * @param messages is told each message; must be quick
   * @param end is told once: the error, or null if there is none; must be quick
   */
  synchronized void observe(
      Consumer<? super T> messages, Consumer<? super @Nullable Throwable> end) {
    messageObserver = messages;
    endObserver = end;
    if (ended) {
      end.accept(failure);
    }
  }

  private void becameReady() {
    Runnable listener;
    synchronized (this) {
      drain();
      listener = readyListener;
    }
    if (isReady()) {
      listener.run();
    }
  }

  private void cancelled() {
    synchronized (this) {
      pending.clear();
      closed = true;
      if (ended) {
        return;
      }
      ended = true;
      failure = gone();
      endObserver.accept(failure);
    }
    endListener.run();
  }

  private static ServiceException gone() {
    Deadline deadline = Context.current().getDeadline();
    return deadline != null && deadline.isExpired()
        ? ServiceException.deadlineExceeded("the client's deadline has passed")
        : ServiceException.cancelled("the client has gone");
  }

  private void drain() {
    while (!closed && !pending.isEmpty() && call.isReady()) {
      call.onNext(pending.removeFirst());
    }
    if (ended && !closed && pending.isEmpty()) {
      closed = true;
      if (failure == null) {
        call.onCompleted();
      } else {
        call.onError(failure);
      }
    }
  }
}
