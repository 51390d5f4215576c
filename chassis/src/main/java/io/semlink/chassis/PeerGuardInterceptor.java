package io.semlink.chassis;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors.CheckedForwardingClientCall;
import io.grpc.Context;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Every call to a peer gets a deadline and passes the guards; a peer that does not answer is told
 * from one that answers with an error of its own, which does not count against it.
 *
 * <p>A call holds its place in the bulkhead from start to end, however many messages it has. The
 * time limiter watches the first answer alone: after it a call may take as long as its deadline.
 */
final class PeerGuardInterceptor implements ClientInterceptor {
  private final PeerConfig config;
  private final Guards guards;
  private final ScheduledExecutorService timer;

  PeerGuardInterceptor(PeerConfig config, Guards guards, ScheduledExecutorService timer) {
    this.config = config;
    this.guards = guards;
    this.timer = timer;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    CallOptions bounded =
        options.getDeadline() == null
            ? options.withDeadline(Deadlines.forPeer(config.deadlineMargin(), config.longestCall()))
            : options;
    return new GuardedCall<>(next.newCall(method, bounded));
  }

  private final class GuardedCall<Q, R> extends CheckedForwardingClientCall<Q, R> {
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
    private final AtomicBoolean left = new AtomicBoolean();
    private final Context context = Context.current();
    private volatile boolean cancelledHere;
    private volatile boolean slow;

    GuardedCall(ClientCall<Q, R> delegate) {
      super(delegate);
    }

    @Override
    protected void checkedStart(Listener<R> listener, Metadata headers) {
      guards.enter();
      long startNanos = guards.breaker().getCurrentTimestamp();
      answer.whenComplete(
          (answered, error) -> {
            if (error instanceof TimeoutException) {
              slow = true;
              delegate().cancel("no answer in time", error);
            }
          });
      try {
        guards.time().executeCompletionStage(timer, () -> answer);
        delegate().start(new GuardedListener<>(listener, this, startNanos), headers);
      } catch (RuntimeException e) {
        leave(startNanos, Status.CANCELLED, false);
        throw e;
      }
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      cancelledHere = true;
      super.cancel(message, cause);
    }

    private void answered() {
      answer.complete(true);
    }

    /** Ends the call for the guards, once, and says what the caller is told of its end. */
    private Optional<StatusRuntimeException> closed(
        long startNanos, Status status, Metadata trailers) {
      Optional<ServiceException> failure = failure(status, trailers);
      leave(startNanos, status, failure.isPresent());
      return failure.map(ServiceException::toStatusException);
    }

    /** In what the peer failed, if it did not end the call in words of its own. */
    private Optional<ServiceException> failure(Status status, Metadata trailers) {
      String at = "at " + config.target();
      if (slow && !cancelledHere) {
        long limit = config.guards().answerTimeout().toMillis();
        return Optional.of(guards.slow(at + " gave no answer within " + limit + " ms"));
      }
      if (!ErrorDetails.of(status, trailers).reason().isEmpty()) {
        return Optional.empty();
      }
      String cause = Optional.ofNullable(status.getDescription()).orElse("no cause");
      return switch (status.getCode()) {
        case UNAVAILABLE -> Optional.of(guards.down(at + " does not answer: " + cause));
        // A server that is shut down cancels its calls.
        case CANCELLED ->
            cancelledHere || context.isCancelled()
                ? Optional.empty()
                : Optional.of(
                    guards.down(at + " cut the call, it is stopping or was restarted: " + cause));
        default -> Optional.empty();
      };
    }

    private void leave(long startNanos, Status status, boolean failed) {
      if (!left.compareAndSet(false, true)) {
        return;
      }
      guards.bulkhead().onComplete();
      CircuitBreaker breaker = guards.breaker();
      long took = breaker.getCurrentTimestamp() - startNanos;
      TimeUnit unit = breaker.getTimestampUnit();
      boolean unanswered = !answer.isDone();
      if (failed || isFault(status)) {
        breaker.onError(took, unit, status.asRuntimeException());
      } else if (cancelledHere
          || status.getCode() == Status.Code.CANCELLED
          || (unanswered && status.getCode() == Status.Code.DEADLINE_EXCEEDED)) {
        // The caller's patience says nothing about the peer; the time limiter's does.
        breaker.releasePermission();
      } else {
        breaker.onSuccess(took, unit);
      }
      if (failed) {
        answer.completeExceptionally(status.asRuntimeException());
      } else {
        answer.complete(true);
      }
    }
  }

  private static final class GuardedListener<R> extends SimpleForwardingClientCallListener<R> {
    private final PeerGuardInterceptor.GuardedCall<?, R> call;
    private final long startNanos;

    GuardedListener(ClientCall.Listener<R> delegate, GuardedCall<?, R> call, long startNanos) {
      super(delegate);
      this.call = call;
      this.startNanos = startNanos;
    }

    @Override
    public void onMessage(R message) {
      call.answered();
      super.onMessage(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      Optional<StatusRuntimeException> told = call.closed(startNanos, status, trailers);
      if (told.isEmpty()) {
        super.onClose(status, trailers);
        return;
      }
      Metadata details = told.get().getTrailers();
      super.onClose(
          told.get().getStatus().withCause(status.getCause()),
          details == null ? trailers : details);
    }
  }

  private static boolean isFault(Status status) {
    return switch (status.getCode()) {
      case INTERNAL, UNKNOWN, UNIMPLEMENTED -> true;
      default -> false;
    };
  }
}
