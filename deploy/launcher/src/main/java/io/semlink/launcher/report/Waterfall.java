package io.semlink.launcher.report;

import io.semlink.link.v1.ServiceRole;
import io.semlink.link.v1.StageTime;
import io.semlink.link.v1.TransmissionReport;
import java.util.ArrayList;
import java.util.List;
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

  /** The stages in order, with the air between transmitter and receiver. */
  public static List<Step> of(TransmissionReport report) {
    List<Step> steps = new ArrayList<>();
    add(steps, report, ServiceRole.SERVICE_ROLE_TRANSMITTER);
    double at = end(steps);
    steps.add(new Step("air", at, at + RunReport.milliseconds(report.getAirTime())));
    add(steps, report, ServiceRole.SERVICE_ROLE_RECEIVER);
    return List.copyOf(steps);
  }

  private static void add(List<Step> steps, TransmissionReport report, ServiceRole service) {
    for (StageTime stage : report.getStagesList()) {
      if (stage.getService() == service && !WAITING.contains(stage.getStage())) {
        double at = end(steps);
        double length = RunReport.milliseconds(stage.getDuration());
        steps.add(new Step(stage.getStage(), at, at + length));
      }
    }
  }

  private static double end(List<Step> steps) {
    return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).endMs();
  }
}
