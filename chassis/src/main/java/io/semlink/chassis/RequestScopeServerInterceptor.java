package io.semlink.chassis;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;

/** Gives every call its {@link RequestScope}: what its headers say, or a new one. */
final class RequestScopeServerInterceptor implements ServerInterceptor {
  static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of(RequestScope.REQUEST_ID_HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final String service;

  RequestScopeServerInterceptor(String service) {
    this.service = service;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    TraceContext trace =
        Optional.ofNullable(headers.get(TRACEPARENT))
            .flatMap(TraceContext::parse)
            .map(TraceContext::child)
            .orElseGet(TraceContext::fresh);
    String requestId =
        Optional.ofNullable(headers.get(REQUEST_ID))
            .filter(RequestScope::isRequestId)
            .orElseGet(RequestScope::newRequestId);
    RequestScope scope = new RequestScope(service, trace, requestId);
    Context context = Context.current().withValue(RequestScope.KEY, scope);
    ServerCall.Listener<Q> listener = scope.call(context, () -> next.startCall(call, headers));
    return new ScopedListener<>(listener, scope, context);
  }

  private static final class ScopedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final RequestScope scope;
    private final Context context;

    ScopedListener(ServerCall.Listener<Q> delegate, RequestScope scope, Context context) {
      super(delegate);
      this.scope = scope;
      this.context = context;
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
