package io.semlink.chassis;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes Micrometer's meters such as {@code promtool check metrics} accepts: labels in snake case,
 * buckets for our timers and gRPC's, and without two of Micrometer's own that break the rules.
 */
final class PrometheusConventions implements MeterFilter {
  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

  /** Counts nanoseconds instead of seconds, and ends in "count" without being one. */
  private static final Set<String> DENIED = Set.of("process.cpu.time", "system.cpu.count");

  /** 1 ms to 30 s: an entropy coder takes milliseconds, 31 inpainting steps take seconds. */
  private static final double[] TIMER_BUCKETS_NANOS =
      Stream.of(1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000)
          .mapToDouble(millis -> (double) Duration.ofMillis(millis).toNanos())
          .toArray();

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return DENIED.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    List<Tag> tags =
        id.getTags().stream().map(tag -> Tag.of(snake(tag.getKey()), tag.getValue())).toList();
    return id.replaceTags(tags);
  }

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    boolean timed = id.getType() == Meter.Type.TIMER;
    boolean wanted = id.getName().startsWith("semlink.") || id.getName().startsWith("grpc.");
    if (!timed || !wanted) {
      return config;
    }
    return DistributionStatisticConfig.builder()
        .serviceLevelObjectives(TIMER_BUCKETS_NANOS)
        .build()
        .merge(config);
  }

  static String snake(String camel) {
    return HUMP.matcher(camel).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }
}
