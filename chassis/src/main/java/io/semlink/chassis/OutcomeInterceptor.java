package io.semlink.chassis;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts how each call of our own services ended: {@code semlink_requests_total}. */
final class OutcomeInterceptor implements ServerInterceptor {
  private static final String OUR_PACKAGES = "semlink.";

  private final Telemetry telemetry;

  OutcomeInterceptor(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** Whether a method is of one of our services, not of health or reflection. */
  static boolean isOurs(MethodDescriptor<?, ?> method) {
    return Optional.ofNullable(method.getServiceName()).orElse("").startsWith(OUR_PACKAGES);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (!isOurs(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    AtomicBoolean counted = new AtomicBoolean();
    ServerCall<Q, R> counting =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            if (counted.compareAndSet(false, true)) {
              count(status, trailers);
            }
            super.close(status, trailers);
          }
        };
    return new SimpleForwardingServerCallListener<>(next.startCall(counting, headers)) {
      @Override
      public void onCancel() {
        if (counted.compareAndSet(false, true)) {
          Deadline deadline = Context.current().getDeadline();
          boolean late = deadline != null && deadline.isExpired();
          telemetry.request("cancelled", late ? "DEADLINE" : "CANCELLED");
        }
        super.onCancel();
      }
    };
  }

  private void count(Status status, Metadata trailers) {
    if (status.isOk()) {
      telemetry.request("ok", "");
      return;
    }
    String reason = ErrorDetails.of(status, trailers).reason();
    telemetry.request("error", reason.isEmpty() ? status.getCode().name() : reason);
  }
}
