package io.semlink.chassis;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends spans to a collector by OTLP over HTTP: in batches, from a queue that drops what does not
 * fit, never in the way of a request. Calls are sampled as whoever began the trace says; traces
 * that begin here are.
 */
final class OtlpTracing implements Tracing {
  private static final int QUEUE_SPANS = 4096;
  private static final int BATCH_SPANS = 512;
  private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long CLOSE_SECONDS = 5;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  OtlpTracing(String service, URI endpoint) {
    String base = endpoint.toString().replaceAll("/+$", "");
    provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault().toBuilder()
                    .put("service.name", service)
                    .put("service.namespace", "semlink")
                    .put("service.version", BuildInfo.version())
                    .put("service.instance.id", UUID.randomUUID().toString())
                    .build())
            .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder()
                            .setEndpoint(base + "/v1/traces")
                            .setTimeout(TIMEOUT)
                            .build())
                    .setMaxQueueSize(QUEUE_SPANS)
                    .setMaxExportBatchSize(BATCH_SPANS)
                    .setScheduleDelay(BETWEEN_BATCHES)
                    .build())
            .build();
    tracer = provider.get("io.semlink", BuildInfo.version());
  }

  @Override
  public Traced serve(MethodDescriptor<?, ?> method, Optional<TraceContext> caller) {
    return begin(method, SpanKind.SERVER, caller.map(OtlpTracing::inside).orElse(Context.root()));
  }

  @Override
  public Traced call(MethodDescriptor<?, ?> method, TraceContext within) {
    return begin(method, SpanKind.CLIENT, inside(within));
  }

  @Override
  public void stage(TraceContext within, String stage, long endEpochNanos, Duration took) {
    if (within.sampled()) {
      tracer
          .spanBuilder(stage)
          .setParent(inside(within))
          .setStartTimestamp(endEpochNanos - took.toNanos(), TimeUnit.NANOSECONDS)
          .startSpan()
          .end(endEpochNanos, TimeUnit.NANOSECONDS);
    }
  }

  private Traced begin(MethodDescriptor<?, ?> method, SpanKind kind, Context parent) {
    SpanBuilder builder =
        tracer
            .spanBuilder(method.getFullMethodName())
            .setSpanKind(kind)
            .setParent(parent)
            .setAttribute("rpc.system", "grpc");
    String service = method.getServiceName();
    if (service != null) {
      builder.setAttribute("rpc.service", service);
    }
    String name = method.getBareMethodName();
    if (name != null) {
      builder.setAttribute("rpc.method", name);
    }
    return new TracedSpan(builder.startSpan());
  }

  private static Context inside(TraceContext trace) {
    SpanContext parent =
        SpanContext.createFromRemoteParent(
            trace.traceId(),
            trace.spanId(),
            TraceFlags.fromByte((byte) trace.flags()),
            TraceState.getDefault());
    return Context.root().with(Span.wrap(parent));
  }

  @Override
  public void close() {
    provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private static final class TracedSpan implements Traced {
    private static final AttributeKey<Long> CODE = AttributeKey.longKey("rpc.grpc.status_code");

    private final Span span;
    private final TraceContext context;
    private final AtomicBoolean ended = new AtomicBoolean();

    TracedSpan(Span span) {
      this.span = span;
      SpanContext id = span.getSpanContext();
      context =
          new TraceContext(
              id.getTraceId(), id.getSpanId(), Byte.toUnsignedInt(id.getTraceFlags().asByte()));
    }

    @Override
    public TraceContext context() {
      return context;
    }

    @Override
    public void annotate(String key, String value) {
      span.setAttribute("semlink." + key, value);
    }

    @Override
    public void end(Status status, Metadata trailers) {
      if (ended.compareAndSet(false, true)) {
        span.setAttribute(CODE, (long) status.getCode().value());
        span.setAttribute("semlink.outcome", status.getCode().name());
        String reason = ErrorDetails.of(status, trailers).reason();
        if (!reason.isEmpty()) {
          span.setAttribute("semlink.reason", reason);
        }
        if (!status.isOk()) {
          span.setStatus(StatusCode.ERROR, String.valueOf(status.getDescription()));
        }
        span.end();
      }
    }

    @Override
    public boolean told() {
      return span.isRecording();
    }
  }
}
