package io.semlink.chassis;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds the calls open at once on a server, and with them the callbacks that can wait for its
 * executor. Health checks are let through: a busy server is not an ill one.
 */
final class CallLimitInterceptor implements ServerInterceptor {
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  private final int maxCalls;
  private final Semaphore permits;

  CallLimitInterceptor(int maxCalls) {
    this.maxCalls = maxCalls;
    permits = new Semaphore(maxCalls);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (!OutcomeInterceptor.isOurs(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    if (!permits.tryAcquire()) {
      StatusRuntimeException refusal =
          ServiceException.resourceExhausted(
                  "QUEUE_FULL",
                  "the service has " + maxCalls + " calls open; try again later",
                  RETRY_AFTER)
              .toStatusException();
      Metadata trailers = refusal.getTrailers();
      call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
    AtomicBoolean released = new AtomicBoolean();
    Runnable release =
        () -> {
          if (released.compareAndSet(false, true)) {
            permits.release();
          }
        };
    try {
      return new ReleasingListener<>(next.startCall(call, headers), release);
    } catch (RuntimeException e) {
      release.run();
      throw e;
    }
  }

  private static final class ReleasingListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Runnable release;

    ReleasingListener(ServerCall.Listener<Q> delegate, Runnable release) {
      super(delegate);
      this.release = release;
    }

    @Override
    public void onCancel() {
      release.run();
      super.onCancel();
    }

    @Override
    public void onComplete() {
      release.run();
      super.onComplete();
    }
  }
}
