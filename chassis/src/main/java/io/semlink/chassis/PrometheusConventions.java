package io.semlink.chassis;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * Makes Micrometer's meters such as {@code promtool check metrics} accepts: labels in snake case,
 * buckets for our timers and gRPC's, and without two of Micrometer's own that break the rules.
 */
final class PrometheusConventions implements MeterFilter {
  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

  /** Counts nanoseconds instead of seconds, and ends in "count" without being one. */
  private static final Set<String> DENIED = Set.of("process.cpu.time", "system.cpu.count");

  /** 1 ms to 30 s: an entropy coder takes milliseconds, 31 inpainting steps take seconds. */
  private static final double[] WORK =
      nanos(
          1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000, 2000, 3000, 5000, 7500, 10_000, 20_000,
          30_000);

  /** Dense around the limits of 20 and 30 ms that links are run with. */
  private static final double[] AIR =
      nanos(
          1, 2, 5, 7.5, 10, 12.5, 15, 17.5, 20, 22.5, 25, 27.5, 30, 40, 50, 75, 100, 200, 500, 1000,
          5000, 30_000);

  /** A timer wakes up within a fraction of a millisecond; a link that is 10 ms late is not one. */
  private static final double[] LATENESS =
      nanos(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 1000);

  private static final Map<String, double[]> BUCKETS_NANOS =
      Map.of("semlink.air", AIR, "semlink.pacing.lateness", LATENESS);

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
        .serviceLevelObjectives(BUCKETS_NANOS.getOrDefault(id.getName(), WORK))
        .build()
        .merge(config);
  }

  private static double[] nanos(double... millis) {
    return DoubleStream.of(millis).map(each -> each * 1e6).toArray();
  }

  static String snake(String camel) {
    return HUMP.matcher(camel).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }
}
