package io.semlink.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.semlink.channel.v1.GetLinkStateRequest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TelemetryTest {
  private static final Pattern CAMEL_LABEL = Pattern.compile("[{,][a-z_]*[A-Z][A-Za-z_]*=");

  @Test
  void everyMetricOfOursIsScrapedUnderItsName() {
    try (Telemetry telemetry = Telemetry.create("transmitter")) {
      MeterRegistry registry = telemetry.registry();
      SemlinkMetrics.STAGE.timer(registry, "transmitter", "read").record(Duration.ofMillis(3));
      SemlinkMetrics.AIR.timer(registry, "default").record(Duration.ofMillis(19));
      SemlinkMetrics.BYTES.counter(registry, "latent").increment(14_110);
      telemetry.observe(SemlinkMetrics.GVIF, 0.35, "5");
      telemetry.observe(SemlinkMetrics.ALPHA, 0.0);
      telemetry.observe(SemlinkMetrics.OPERATING_POINT, 11);
      SemlinkMetrics.SNR.gauge(registry, () -> -2.5, "default");
      SemlinkMetrics.PACING_LATENESS.timer(registry, "default").record(Duration.ofNanos(100_000));
      SemlinkMetrics.OUTAGES.counter(registry, "default").increment();
      SemlinkMetrics.RETRANSMISSIONS.counter(registry, "default").increment();
      SemlinkMetrics.RESIDUAL_ERRORS.counter(registry, "default").increment();
      SemlinkMetrics.LINK_CHANGES.counter(registry, "default", "update").increment();
      SemlinkMetrics.REQUESTS.counter(registry, "transmitter", "ok", "").increment();
      SemlinkMetrics.QUEUE_DEPTH.gauge(registry, () -> 2, "transmitter");
      SemlinkMetrics.QUEUE_CAPACITY.gauge(registry, () -> 8, "transmitter");
      SemlinkMetrics.READY.gauge(registry, () -> 1, "transmitter");
      SemlinkMetrics.GPUS.gauge(registry, () -> 1, "receiver");
      SemlinkMetrics.GPU_MEMORY_USED.gauge(registry, () -> 512L << 20, "receiver");
      SemlinkMetrics.RETRY_BUDGET.gauge(registry, () -> 0.7, "transmitter");
      SemlinkMetrics.PEER_UP.gauge(registry, () -> 1, "transmitter", "channel");
      SemlinkMetrics.DEGRADED.counter(registry, "FEWER_STEPS").increment();

      List<String> lines = telemetry.scrape().lines().toList();
      for (SemlinkMetrics metric : SemlinkMetrics.values()) {
        assertThat(lines)
            .as(metric.name())
            .anyMatch(line -> line.startsWith("# TYPE " + metric.prometheusName() + " "));
      }
      assertThat(lines)
          .contains(
              "semlink_stage_seconds_bucket{service=\"transmitter\",stage=\"read\",le=\"0.005\"} 1",
              "semlink_bytes_total{segment=\"latent\"} 14110.0",
              "semlink_gvif_ratio_bucket{snr_from_db=\"5\",le=\"0.3\"} 0",
              "semlink_gvif_ratio_bucket{snr_from_db=\"5\",le=\"0.35\"} 1",
              "semlink_alpha_ratio_bucket{le=\"0.0\"} 1",
              "semlink_operating_point_sum 11.0",
              "semlink_snr_db{link=\"default\"} -2.5",
              "semlink_queue_depth{service=\"transmitter\"} 2.0");
      assertThat(lines).anyMatch(line -> line.startsWith("semlink_build_info{"));
    }
  }

  @Test
  void timesOfASampledRequestCarryItsTraceAsExemplar() {
    try (Telemetry telemetry = Telemetry.create("transmitter")) {
      TraceContext sampled = TraceContext.fresh();
      RequestScope scope = new RequestScope("transmitter", sampled, "a");
      RequestScope.with(scope, () -> measure(telemetry));
      String traced =
          "# {span_id=\"%s\",trace_id=\"%s\"}".formatted(sampled.spanId(), sampled.traceId());

      Telemetry.Scrape open =
          telemetry.scrape("application/openmetrics-text;version=1.0.0,*/*;q=0.1");
      assertThat(open.contentType()).startsWith("application/openmetrics-text; version=1.0.0");
      assertThat(open.body().lines())
          .anyMatch(
              line -> line.startsWith("semlink_stage_seconds_bucket") && line.contains(traced));
      assertThat(open.body()).endsWith("# EOF\n");
      // Prometheus takes exemplars of buckets and counters, and refuses a scrape with others.
      assertThat(open.body().lines().filter(line -> line.contains(" # {")))
          .allMatch(line -> line.matches("\\w+_(bucket|total)\\{.*"));

      for (String other : new String[] {null, "*/*", "text/plain"}) {
        Telemetry.Scrape plain = telemetry.scrape(other);
        assertThat(plain.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(plain.body())
            .contains("semlink_stage_seconds_bucket")
            .doesNotContain("trace_id");
      }
    }
  }

  @Test
  void requestsThatAreNotSampledLeaveNoExemplar() {
    try (Telemetry telemetry = Telemetry.create("transmitter")) {
      TraceContext silent = new TraceContext("1".repeat(32), "2".repeat(16), 0);
      RequestScope.with(new RequestScope("transmitter", silent, "a"), () -> measure(telemetry));
      assertThat(telemetry.scrape("application/openmetrics-text").body())
          .contains("semlink_stage_seconds_bucket")
          .doesNotContain(silent.traceId());
    }
  }

  private static int measure(Telemetry telemetry) {
    SemlinkMetrics.STAGE
        .timer(telemetry.registry(), "transmitter", "read")
        .record(Duration.ofMillis(3));
    return 0;
  }

  @Test
  void airTimesAreTakenFinelyAroundTheLimits() {
    try (Telemetry telemetry = Telemetry.create("channel")) {
      SemlinkMetrics.AIR.timer(telemetry.registry(), "default").record(Duration.ofMillis(29));
      assertThat(telemetry.scrape().lines())
          .contains(
              "semlink_air_seconds_bucket{link=\"default\",le=\"0.0275\"} 0",
              "semlink_air_seconds_bucket{link=\"default\",le=\"0.03\"} 1");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theMemoryOfTheWholeProcessIsShown() {
    try (Telemetry telemetry = Telemetry.create("receiver")) {
      double bytes = telemetry.registry().get("process.resident.memory").gauge().value();
      assertThat(bytes).isGreaterThan(Runtime.getRuntime().totalMemory() / 10.0);
    }
  }

  @Test
  void libraryMetersFollowTheConventions() throws Exception {
    try (TestService service = new TestService(new EchoChannel(request -> "a"))) {
      service.stub().getLinkState(GetLinkStateRequest.getDefaultInstance());
      String scrape = service.http("/metrics").body();
      assertThat(scrape)
          .contains("grpc_server_processing_duration_seconds_bucket{")
          .contains("status_code=\"OK\"")
          .contains("jvm_memory_used_bytes")
          .contains("semlink_requests_total{outcome=\"ok\",reason=\"\",service=\"channel\"} 1")
          .doesNotContain("process_cpu_time_ns")
          .doesNotContain("system_cpu_count");
      assertThat(CAMEL_LABEL.matcher(scrape).find()).isFalse();
    }
  }

  @Test
  void labelsHaveToBeAllThere() {
    try (Telemetry telemetry = Telemetry.create("a")) {
      assertThatThrownBy(() -> SemlinkMetrics.STAGE.timer(telemetry.registry(), "a"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[service, stage]");
      assertThatThrownBy(() -> SemlinkMetrics.STAGE.counter(telemetry.registry(), "a", "b"))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aStageIsTimedOnceForReportAndMetric() throws Exception {
    try (Telemetry telemetry = Telemetry.create("receiver")) {
      StageTimer timer = new StageTimer(telemetry);
      assertThat(timer.time("decode", () -> 7)).isEqualTo(7);
      assertThatThrownBy(
              () ->
                  timer.time(
                      "inpaint",
                      () -> {
                        throw new IllegalStateException("no");
                      }))
          .isInstanceOf(IllegalStateException.class);
      timer.add(new StageTimer.StageRecord("check", Duration.ZERO, Duration.ofMillis(4)));

      assertThat(timer.records())
          .extracting(StageTimer.StageRecord::stage)
          .containsExactly("decode", "inpaint", "check");
      assertThat(timer.records().get(0).startedAfter()).isGreaterThanOrEqualTo(Duration.ZERO);
      assertThat(telemetry.scrape())
          .contains("semlink_stage_seconds_sum{service=\"receiver\",stage=\"check\"} 0.004");
    }
  }
}
