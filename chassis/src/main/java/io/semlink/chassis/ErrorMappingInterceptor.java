package io.semlink.chassis;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where exceptions become error statuses, whether thrown out of a callback or handed
 * to {@code onError}. What no rule knows is logged with its stack trace and told as INTERNAL.
 */
final class ErrorMappingInterceptor implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(ErrorMappingInterceptor.class);

  private final ErrorTranslator translator;

  ErrorMappingInterceptor(ErrorTranslator translator) {
    this.translator = translator;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    MappingCall<Q, R> mapping = new MappingCall<>(call);
    try {
      return new MappingListener<>(next.startCall(mapping, headers), mapping);
    } catch (RuntimeException e) {
      mapping.fail(e);
      return new ServerCall.Listener<>() {};
    }
  }

  private final class MappingCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final AtomicBoolean closed = new AtomicBoolean();

    MappingCall(ServerCall<Q, R> delegate) {
      super(delegate);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      // gRPC wraps an exception it does not know into UNKNOWN with the exception as its cause.
      Throwable cause = status.getCause();
      if (status.getCode() == Status.Code.UNKNOWN && cause != null) {
        fail(cause);
      } else if (closed.compareAndSet(false, true)) {
        super.close(status, trailers);
      }
    }

    void fail(Throwable error) {
      StatusRuntimeException translated = translator.translate(error);
      Status status = translated.getStatus();
      if (status.getCode() == Status.Code.INTERNAL) {
        log.error("{} failed", getMethodDescriptor().getFullMethodName(), error);
      } else {
        log.info(
            "{} ends with {}: {}",
            getMethodDescriptor().getFullMethodName(),
            status.getCode(),
            status.getDescription());
      }
      if (closed.compareAndSet(false, true)) {
        Metadata trailers = translated.getTrailers();
        super.close(status, trailers == null ? new Metadata() : trailers);
      }
    }
  }

  private static final class MappingListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ErrorMappingInterceptor.MappingCall<Q, ?> call;

    MappingListener(ServerCall.Listener<Q> delegate, MappingCall<Q, ?> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guarded(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guarded(super::onHalfClose);
    }

    @Override
    public void onCancel() {
      guarded(super::onCancel);
    }

    @Override
    public void onReady() {
      guarded(super::onReady);
    }

    private void guarded(Runnable callback) {
      try {
        callback.run();
      } catch (RuntimeException e) {
        call.fail(e);
      }
    }
  }
}
