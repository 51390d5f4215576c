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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Counts how each call of our own services ended, {@code semlink_requests_total}, and writes a line
 * for it. The lines of single questions, such as a console asks every second, are for debugging.
 */
final class OutcomeInterceptor implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(OutcomeInterceptor.class);
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
    Ending ending = new Ending(call.getMethodDescriptor());
    ServerCall<Q, R> counting =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            if (counted.compareAndSet(false, true)) {
              count(ending, status, trailers);
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
          ending.note("cancelled", late ? "DEADLINE" : "CANCELLED");
        }
        super.onCancel();
      }
    };
  }

  private static void count(Ending ending, Status status, Metadata trailers) {
    if (status.isOk()) {
      ending.note("ok", "");
      return;
    }
    String reason = ErrorDetails.of(status, trailers).reason();
    ending.note("error", reason.isEmpty() ? status.getCode().name() : reason);
  }

  /** What is noted of a call's end, in the name of its request. */
  private final class Ending {
    private final MethodDescriptor<?, ?> method;
    private final long startNanos = System.nanoTime();
    private final Context context = Context.current();
    private final RequestScope scope = RequestScope.current();

    Ending(MethodDescriptor<?, ?> method) {
      this.method = method;
    }

    void note(String outcome, String reason) {
      telemetry.request(outcome, reason);
      Level level =
          method.getType() == MethodDescriptor.MethodType.UNARY ? Level.DEBUG : Level.INFO;
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      scope.run(
          context,
          () ->
              log.atLevel(level)
                  .log(
                      "method={} outcome={} reason={} ms={}",
                      method.getBareMethodName(),
                      outcome,
                      reason,
                      millis));
    }
  }
}
