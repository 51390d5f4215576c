package io.semlink.chassis;

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The metrics of one service. Each service has a registry of its own, also when several live in one
 * JVM, so that a scrape of its admin port shows itself alone.
 */
public final class Telemetry implements AutoCloseable {
  private final String service;
  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Map<SemlinkMetrics, Histogram> histograms = new ConcurrentHashMap<>();

  private Telemetry(String service) {
    this.service = service;
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().meterFilter(new PrometheusConventions());
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("semlink.build.info", () -> 1)
        .description("Always 1; the labels say what is running.")
        .tag("service", service)
        .tag("version", BuildInfo.version())
        .register(registry);
  }

  /** Metrics of a service, for example {@code transmitter}. */
  public static Telemetry create(String service) {
    return new Telemetry(service);
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
   * Puts a value into the distribution of a metric.
   *
   * @param metric {@code GVIF}, {@code ALPHA} or {@code OPERATING_POINT}
   */
  public void observe(SemlinkMetrics metric, double value) {
    histograms
        .computeIfAbsent(
            metric,
            key -> {
              Histogram histogram = key.histogram();
              registry.getPrometheusRegistry().register(histogram);
              return histogram;
            })
        .observe(value);
  }

  /** Counts a call that ended. */
  void request(String outcome, String reason) {
    SemlinkMetrics.REQUESTS.counter(registry, service, outcome, reason).increment();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
