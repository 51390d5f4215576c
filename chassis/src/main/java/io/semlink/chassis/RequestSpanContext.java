package io.semlink.chassis;

import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Gives measurements the trace of the request they were taken for, as exemplars. */
final class RequestSpanContext implements SpanContext {
  @Override
  public @Nullable String getCurrentTraceId() {
    return RequestScope.present().map(scope -> scope.trace().traceId()).orElse(null);
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    return RequestScope.present().map(scope -> scope.trace().spanId()).orElse(null);
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return RequestScope.present().map(scope -> scope.trace().sampled()).orElse(false);
  }

  @Override
  public void markCurrentSpanAsExemplar() {
    // Nothing is kept of spans here that such a mark could be put on.
  }
}
