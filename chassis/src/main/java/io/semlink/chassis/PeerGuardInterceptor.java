package io.semlink.chassis;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Every call to a peer gets a deadline and goes through the breaker; a peer that does not answer is
 * told from one that answers with an error of its own, which does not count against it.
 */
final class PeerGuardInterceptor implements ClientInterceptor {
  private final PeerConfig config;
  private final CircuitBreaker breaker;

  PeerGuardInterceptor(PeerConfig config, CircuitBreaker breaker) {
    this.config = config;
    this.breaker = breaker;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    if (!breaker.tryAcquirePermission()) {
      return new RefusedCall<>(
          ServiceException.unavailable(
                  "BREAKER_OPEN",
                  config.name() + " failed too often; it is tried again shortly",
                  Map.of("peer", config.name()),
                  config.breakerOpenTime())
              .toStatusException());
    }
    CallOptions bounded =
        options.getDeadline() == null
            ? options.withDeadline(Deadlines.forPeer(config.deadlineMargin(), config.longestCall()))
            : options;
    return new GuardedCall<>(next.newCall(method, bounded));
  }

  private final class GuardedCall<Q, R> extends SimpleForwardingClientCall<Q, R> {
    private final long startNanos = breaker.getCurrentTimestamp();
    private final AtomicBoolean judged = new AtomicBoolean();
    private volatile boolean cancelledHere;

    GuardedCall(ClientCall<Q, R> delegate) {
      super(delegate);
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              judge(status, trailers);
              if (isSilence(status, trailers)) {
                StatusRuntimeException told =
                    ServiceException.unavailable(
                            "PEER_DOWN",
                            config.name()
                                + " at "
                                + config.host()
                                + ":"
                                + config.port()
                                + " does not answer: "
                                + Optional.ofNullable(status.getDescription()).orElse("no cause"),
                            Map.of("peer", config.name()),
                            config.breakerOpenTime())
                        .toStatusException();
                Metadata details = told.getTrailers();
                super.onClose(
                    told.getStatus().withCause(status.getCause()),
                    details == null ? trailers : details);
              } else {
                super.onClose(status, trailers);
              }
            }
          },
          headers);
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      cancelledHere = true;
      super.cancel(message, cause);
    }

    private void judge(Status status, Metadata trailers) {
      if (!judged.compareAndSet(false, true)) {
        return;
      }
      long took = breaker.getCurrentTimestamp() - startNanos;
      TimeUnit unit = breaker.getTimestampUnit();
      if (cancelledHere || status.getCode() == Status.Code.CANCELLED) {
        breaker.releasePermission();
      } else if (isSilence(status, trailers) || isFault(status)) {
        breaker.onError(took, unit, status.asRuntimeException());
      } else {
        breaker.onSuccess(took, unit);
      }
    }
  }

  /** UNAVAILABLE by the transport, not by the peer, which would have said why. */
  private static boolean isSilence(Status status, Metadata trailers) {
    return status.getCode() == Status.Code.UNAVAILABLE
        && ErrorDetails.of(status, trailers).reason().isEmpty();
  }

  private static boolean isFault(Status status) {
    return switch (status.getCode()) {
      case INTERNAL, UNKNOWN, UNIMPLEMENTED -> true;
      default -> false;
    };
  }

  /** A call that never leaves. */
  private static final class RefusedCall<Q, R> extends ClientCall<Q, R> {
    private final StatusRuntimeException refusal;

    RefusedCall(StatusRuntimeException refusal) {
      this.refusal = refusal;
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      Metadata trailers = refusal.getTrailers();
      listener.onClose(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    @Override
    public void request(int numMessages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }
}
