package io.semlink.chassis;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The metrics and traces of one service. Each service has a registry of its own, also when several
 * live in one JVM, so that a scrape of its admin port shows itself alone.
 */
public final class Telemetry implements AutoCloseable {
  /**
   * Micrometer by itself also puts exemplars on the counts of histograms, for which Prometheus
   * refuses the whole scrape.
   */
  private static final PrometheusConfig ONLY_STANDARD_EXEMPLARS =
      new PrometheusConfig() {
        @Override
        public @Nullable String get(String key) {
          return null;
        }

        @Override
        public Properties prometheusProperties() {
          Properties properties = new Properties();
          properties.setProperty("io.prometheus.exporter.exemplarsOnAllMetricTypes", "false");
          return properties;
        }
      };

  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final String service;
  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Map<SemlinkMetrics, Histogram> histograms = new ConcurrentHashMap<>();

  private final Tracing tracing;

  private Telemetry(String service, Tracing tracing) {
    this.service = service;
    this.tracing = tracing;
    registry =
        new PrometheusMeterRegistry(
            ONLY_STANDARD_EXEMPLARS,
            new PrometheusRegistry(),
            Clock.SYSTEM,
            new RequestSpanContext());
    registry.config().meterFilter(new PrometheusConventions());
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new ResidentMemory().bindTo(registry);
    Gauge.builder("semlink.build.info", () -> 1)
        .description("Always 1; the labels say what is running.")
        .tag("service", service)
        .tag("version", BuildInfo.version())
        .register(registry);
  }

  /** Metrics of a service, for example {@code transmitter}, whose traces nobody collects. */
  public static Telemetry create(String service) {
    return create(service, TraceExport.off());
  }

  /** Metrics of a service, for example {@code transmitter}, and where its traces go. */
  public static Telemetry create(String service, TraceExport export) {
    return new Telemetry(
        service,
        export.endpoint().<Tracing>map(to -> new OtlpTracing(service, to)).orElse(Tracing.OFF));
  }

  /**
   * Takes note of a stage of the present request that has just ended.
   *
   * @param stage lower-case name
   */
  public void stage(String stage, Duration took) {
    SemlinkMetrics.STAGE.timer(registry, service, stage).record(took);
    RequestScope.present()
        .ifPresent(scope -> tracing.stage(scope.trace(), stage, epochNanos(Instant.now()), took));
  }

  static long epochNanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  Tracing tracing() {
    return tracing;
  }

  /** Name of the service. */
  public String service() {
    return service;
  }

  /** Where meters are registered. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All metrics in Prometheus text format 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  /**
   * What a scrape is answered with.
   *
   * @param contentType of the body
   * @param body all metrics
   */
  public record Scrape(String contentType, String body) {}

  /**
   * All metrics: in OpenMetrics, which can carry exemplars, for those who accept it, otherwise in
   * Prometheus text format 0.0.4.
   *
   * @param accept value of the header {@code Accept}, if there was one
   */
  public Scrape scrape(@Nullable String accept) {
    String type =
        accept != null && accept.contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : PROMETHEUS_TYPE;
    return new Scrape(type, registry.scrape(type));
  }

  /**
   * Puts a value into the distribution of a metric.
   *
   * @param metric {@code GVIF}, {@code ALPHA} or {@code OPERATING_POINT}
   * @param labels values of the metric's labels, in their order
   */
  public void observe(SemlinkMetrics metric, double value, String... labels) {
    histograms
        .computeIfAbsent(
            metric,
            key -> {
              Histogram histogram = key.histogram();
              registry.getPrometheusRegistry().register(histogram);
              return histogram;
            })
        .labelValues(labels)
        .observe(value);
  }

  /** Counts a call that ended. */
  void request(String outcome, String reason) {
    SemlinkMetrics.REQUESTS.counter(registry, service, outcome, reason).increment();
  }

  @Override
  public void close() {
    tracing.close();
    gc.close();
    registry.close();
  }
}
