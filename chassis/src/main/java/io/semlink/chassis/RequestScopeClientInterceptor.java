package io.semlink.chassis;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/** Sends trace and request id of the present {@link RequestScope} along with every call. */
final class RequestScopeClientInterceptor implements ClientInterceptor {
  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    RequestScope scope = RequestScope.current();
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        headers.put(RequestScopeServerInterceptor.TRACEPARENT, scope.trace().traceparent());
        headers.put(RequestScopeServerInterceptor.REQUEST_ID, scope.requestId());
        super.start(listener, headers);
      }
    };
  }
}
