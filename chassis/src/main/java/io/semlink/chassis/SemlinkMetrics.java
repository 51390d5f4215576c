package io.semlink.chassis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Every metric of our own: name, kind, unit, labels, meaning. Dashboards and alerts may use these
 * and those of gRPC, the JVM and the breakers, and no others.
 */
public enum SemlinkMetrics {
  /** Time of one stage of one service. */
  STAGE("semlink.stage", Kind.TIMER, "", "Time of a stage of a service.", "service", "stage"),
  /** Time on the air of one transmission. */
  AIR("semlink.air", Kind.TIMER, "", "Time on the air of a transmission.", "link"),
  /** How late segments of links in real time were handed on. */
  PACING_LATENESS(
      "semlink.pacing.lateness",
      Kind.TIMER,
      "",
      "How much later than their air time segments were handed on.",
      "link"),
  /** Bytes sent, by kind of segment: the ledger in the base unit of Prometheus. */
  BYTES("semlink.bytes", Kind.COUNTER, "", "Bytes sent.", "segment"),
  /** GVIF of what was sent, by the link's SNR in bands of 5 dB, of which the lower end is named. */
  GVIF("semlink.gvif", Kind.SUMMARY, "ratio", "GVIF of what was sent.", "snr_from_db"),
  /** Filtering threshold that was chosen. */
  ALPHA("semlink.alpha", Kind.SUMMARY, "ratio", "Filtering threshold that was chosen."),
  /** Operating point that was chosen. */
  OPERATING_POINT("semlink.operating.point", Kind.SUMMARY, "", "Operating point that was chosen."),
  /** SNR of a link in its present block. */
  SNR("semlink.snr", Kind.GAUGE, "db", "Receive SNR of a link in its present block.", "link"),
  /** Transmissions of which part did not arrive: it was late, or struck by errors. */
  OUTAGES("semlink.outages", Kind.COUNTER, "", "Transmissions in outage.", "link"),
  /** Rounds after the first of blocks on links with symbols. */
  RETRANSMISSIONS("semlink.retransmissions", Kind.COUNTER, "", "Blocks sent again.", "link"),
  /** Blocks on links with symbols that failed in every round there was time for. */
  RESIDUAL_ERRORS(
      "semlink.residual.errors", Kind.COUNTER, "", "Blocks that could not be repaired.", "link"),
  /** Changes of links through the admin service: update, reset, replay, delete. */
  LINK_CHANGES("semlink.link.changes", Kind.COUNTER, "", "Changes of links.", "link", "change"),
  /** Calls that ended, by how. */
  REQUESTS(
      "semlink.requests", Kind.COUNTER, "", "Calls that ended.", "service", "outcome", "reason"),
  /** Requests that wait for a worker. */
  QUEUE_DEPTH("semlink.queue.depth", Kind.GAUGE, "", "Requests that wait for a worker.", "service"),
  /** Requests that may wait for a worker. */
  QUEUE_CAPACITY(
      "semlink.queue.capacity",
      Kind.GAUGE,
      "",
      "Requests that may wait for a worker before more are refused.",
      "service"),
  /** Whether the service takes work: 1 once its models are loaded and until it drains. */
  READY("semlink.ready", Kind.GAUGE, "", "Whether the service takes work, 0 or 1.", "service"),
  /** GPUs that PyTorch can use. */
  GPUS("semlink.gpus", Kind.GAUGE, "", "GPUs that the networks can use.", "service"),
  /** Memory in use on the GPU that networks run on. */
  GPU_MEMORY_USED(
      "semlink.gpu.memory.used",
      Kind.GAUGE,
      "bytes",
      "Memory in use on the GPU that the networks run on, by whatever process.",
      "service"),
  /** Share of the retry budget that is left; at half or less nothing is tried again. */
  RETRY_BUDGET(
      "semlink.retry.budget",
      Kind.GAUGE,
      "ratio",
      "Share of the retry budget that is left; at half or less nothing is tried again.",
      "service"),
  /** Whether a peer answered the last health check and serves: 1 or 0. */
  PEER_UP(
      "semlink.peer.up",
      Kind.GAUGE,
      "",
      "1 if the peer answered the last health check and serves, else 0.",
      "service",
      "peer"),
  /** Results that are less than what was asked for. */
  DEGRADED("semlink.degraded", Kind.COUNTER, "", "Degraded results.", "reason");

  private enum Kind {
    TIMER,
    COUNTER,
    SUMMARY,
    GAUGE
  }

  private final String meter;
  private final Kind kind;
  private final String unit;
  private final String description;
  private final List<String> labels;

  SemlinkMetrics(String meter, Kind kind, String unit, String description, String... labels) {
    this.meter = meter;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
    this.labels = List.of(labels);
  }

  /** Name of the family in a scrape, for example {@code semlink_stage_seconds}. */
  public String prometheusName() {
    String base = meter.replace('.', '_') + (unit.isEmpty() ? "" : "_" + unit);
    return switch (kind) {
      case TIMER -> base + "_seconds";
      case COUNTER -> base + "_total";
      case SUMMARY, GAUGE -> base;
    };
  }

  /** Names of the labels, in the order in which the methods below take their values. */
  public List<String> labels() {
    return labels;
  }

  /** The timer with these label values. */
  public Timer timer(MeterRegistry registry, String... values) {
    check(Kind.TIMER);
    return Timer.builder(meter).description(description).tags(tags(values)).register(registry);
  }

  /** The counter with these label values. */
  public Counter counter(MeterRegistry registry, String... values) {
    check(Kind.COUNTER);
    return Counter.builder(meter).description(description).tags(tags(values)).register(registry);
  }

  /**
   * A new histogram in the Prometheus client itself. Micrometer's would not do: it rounds values up
   * to whole numbers before it puts them into buckets, and ratios lie between 0 and 1.
   */
  Histogram histogram() {
    check(Kind.SUMMARY);
    return Histogram.builder()
        .name(prometheusName())
        .help(description)
        .labelNames(labels.toArray(String[]::new))
        .classicOnly()
        .withoutExemplars()
        .classicUpperBounds(unit.equals("ratio") ? bounds(20, 20) : bounds(18, 1))
        .build();
  }

  /** Registers a gauge with these label values; it asks the supplier at each scrape. */
  public Gauge gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
    check(Kind.GAUGE);
    Gauge.Builder<Supplier<Number>> builder =
        Gauge.builder(meter, value).description(description).tags(tags(values));
    if (!unit.isEmpty()) {
      builder.baseUnit(unit);
    }
    return builder.register(registry);
  }

  private static double[] bounds(int last, int perUnit) {
    return IntStream.rangeClosed(0, last).mapToDouble(i -> (double) i / perUnit).toArray();
  }

  private Tags tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          meter + " has the labels " + labels + ", got " + values.length + " values");
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(labels.get(i), values[i]);
    }
    return tags;
  }

  private void check(Kind wanted) {
    if (kind != wanted) {
      throw new IllegalStateException(meter + " is not a " + wanted);
    }
  }
}
