package io.semlink.chassis;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/** Sends trace and request id of the present {@link RequestScope} along with every call. */
final class RequestScopeClientInterceptor implements ClientInterceptor {
  private final Tracing tracing;

  RequestScopeClientInterceptor(Telemetry telemetry) {
    this.tracing = telemetry.tracing();
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    RequestScope scope = RequestScope.current();
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        Tracing.Traced traced = tracing.call(method, scope.trace());
        traced.annotate("request_id", scope.requestId());
        headers.put(RequestScopeServerInterceptor.TRACEPARENT, traced.context().traceparent());
        headers.put(RequestScopeServerInterceptor.REQUEST_ID, scope.requestId());
        super.start(traced.told() ? new ToldListener<>(listener, traced) : listener, headers);
      }
    };
  }

  private static final class ToldListener<R> extends SimpleForwardingClientCallListener<R> {
    private final Tracing.Traced traced;

    ToldListener(ClientCall.Listener<R> delegate, Tracing.Traced traced) {
      super(delegate);
      this.traced = traced;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      traced.end(status, trailers);
      super.onClose(status, trailers);
    }
  }
}
