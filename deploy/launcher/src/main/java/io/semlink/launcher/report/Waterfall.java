package io.semlink.launcher.report;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import io.semlink.link.v1.SegmentDelivery;
import io.semlink.link.v1.ServiceRole;
import io.semlink.link.v1.StageTime;
import io.semlink.link.v1.TransmissionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The stages of a transmission one after the other, as a photo passes them.
 *
 * <p>Stages that only wait for others ({@code send}, {@code relay}, {@code report}) are left out:
 * their time is the sum of those they wait for.
 */
public final class Waterfall {
  private static final Set<String> WAITING = Set.of("send", "account", "relay", "report");

  private Waterfall() {}

  /**
   * A stage on the common time line.
   *
   * @param name name of the stage
   * @param startMs milliseconds from the first stage's start
   * @param endMs milliseconds from the first stage's start
   */
  public record Step(String name, double startMs, double endMs) {}

  /** Part of the air time in which others had the air, if there was any. */
  static Optional<Duration> queueing(TransmissionReport report) {
    return some(report.getChannel().getDelivery().getQueueingTime());
  }

  /** Time from antenna to antenna, if it takes any. */
  static Optional<Duration> propagation(TransmissionReport report) {
    return report.getChannel().getDelivery().getSegmentsList().stream()
        .map(SegmentDelivery::getPropagationDelay)
        .max(Durations.comparator())
        .flatMap(Waterfall::some);
  }

  private static Optional<Duration> some(Duration duration) {
    return Durations.isPositive(duration) ? Optional.of(duration) : Optional.empty();
  }

  /** The stages in order, with the air between transmitter and receiver, less the wait for it. */
  public static List<Step> of(TransmissionReport report) {
    List<Step> steps = new ArrayList<>();
    add(steps, report, ServiceRole.SERVICE_ROLE_TRANSMITTER);
    Optional<Duration> queued = queueing(report);
    queued.ifPresent(time -> add(steps, "queue", time));
    add(
        steps,
        "air",
        Durations.subtract(report.getAirTime(), queued.orElse(Duration.getDefaultInstance())));
    propagation(report).ifPresent(time -> add(steps, "propagation", time));
    add(steps, report, ServiceRole.SERVICE_ROLE_RECEIVER);
    return List.copyOf(steps);
  }

  private static void add(List<Step> steps, TransmissionReport report, ServiceRole service) {
    for (StageTime stage : report.getStagesList()) {
      if (stage.getService() == service && !WAITING.contains(stage.getStage())) {
        add(steps, stage.getStage(), stage.getDuration());
      }
    }
  }

  private static void add(List<Step> steps, String name, Duration length) {
    double at = end(steps);
    steps.add(new Step(name, at, at + RunReport.milliseconds(length)));
  }

  private static double end(List<Step> steps) {
    return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).endMs();
  }
}
