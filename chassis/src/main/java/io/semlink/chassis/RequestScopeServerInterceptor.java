package io.semlink.chassis;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;

/** Gives every call its {@link RequestScope}: what its headers say, or a new one. */
final class RequestScopeServerInterceptor implements ServerInterceptor {
  static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of(RequestScope.REQUEST_ID_HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final String service;
  private final Tracing tracing;

  RequestScopeServerInterceptor(Telemetry telemetry) {
    this.service = telemetry.service();
    this.tracing = telemetry.tracing();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Optional<TraceContext> caller =
        Optional.ofNullable(headers.get(TRACEPARENT)).flatMap(TraceContext::parse);
    MethodDescriptor<Q, R> method = call.getMethodDescriptor();
    // Nobody wants to see the health checks of every few seconds.
    Tracing.Traced traced =
        (OutcomeInterceptor.isOurs(method) ? tracing : Tracing.OFF).serve(method, caller);
    String requestId =
        Optional.ofNullable(headers.get(REQUEST_ID))
            .filter(RequestScope::isRequestId)
            .orElseGet(RequestScope::newRequestId);
    RequestScope scope = new RequestScope(service, traced, requestId);
    Context context = Context.current().withValue(RequestScope.KEY, scope);
    ServerCall<Q, R> told = traced.told() ? new ToldCall<>(call, traced) : call;
    ServerCall.Listener<Q> listener = scope.call(context, () -> next.startCall(told, headers));
    return new ScopedListener<>(listener, scope, context, traced);
  }

  private static final class ToldCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final Tracing.Traced traced;

    ToldCall(ServerCall<Q, R> delegate, Tracing.Traced traced) {
      super(delegate);
      this.traced = traced;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      traced.end(status, trailers);
      super.close(status, trailers);
    }
  }

  private static final class ScopedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final RequestScope scope;
    private final Context context;
    private final Tracing.Traced traced;

    ScopedListener(
        ServerCall.Listener<Q> delegate,
        RequestScope scope,
        Context context,
        Tracing.Traced traced) {
      super(delegate);
      this.scope = scope;
      this.context = context;
      this.traced = traced;
    }

    @Override
    public void onMessage(Q message) {
      scope.run(context, () -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      scope.run(context, super::onHalfClose);
    }

    @Override
    public void onCancel() {
      traced.end(Status.CANCELLED, new Metadata());
      scope.run(context, super::onCancel);
    }

    @Override
    public void onComplete() {
      scope.run(context, super::onComplete);
    }

    @Override
    public void onReady() {
      scope.run(context, super::onReady);
    }
  }
}
