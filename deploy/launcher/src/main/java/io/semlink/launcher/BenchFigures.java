package io.semlink.launcher;

import io.semlink.launcher.report.RunReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Medians over several runs.
 *
 * @param stages milliseconds by stage, in order
 * @param sums milliseconds by the key of a goal; the median of sums, not the sum of medians
 */
record BenchFigures(Map<String, Double> stages, Map<String, Double> sums) {
  private static final List<String> SENDING =
      List.of("read", "importance", "caption", "analyse", "decide", "code", "send");
  private static final List<String> PREVIEW =
      List.of("check", "entropy_decode", "decode", "synthesise", "preview");

  /**
   * A sum of stages that the project holds itself to, for 512x512 pixels on two processors.
   *
   * @param key name for machines
   * @param name name for people
   * @param stages stages that add up
   * @param mostMs goal in milliseconds
   */
  record Goal(String key, String name, List<String> stages, double mostMs) {}

  static final List<Goal> GOALS =
      List.of(
          new Goal("photo_to_last_bit", "photo to last bit", SENDING, 900),
          new Goal("decide", "deciding, beyond the analysis", List.of("decide"), 40),
          new Goal("decode_to_preview", "decode to preview", PREVIEW, 500),
          new Goal("inpaint", "inpainting", List.of("inpaint"), 8000));

  /** Medians of reports. */
  static BenchFigures of(List<RunReport> reports) {
    Map<String, Double> stages = new LinkedHashMap<>();
    for (String stage : reports.get(0).latencyMs().keySet()) {
      stages.put(stage, median(reports, List.of(stage)));
    }
    Map<String, Double> sums = new LinkedHashMap<>();
    for (Goal goal : GOALS) {
      if (goal.stages().stream().anyMatch(stages::containsKey)) {
        sums.put(goal.key(), median(reports, goal.stages()));
      }
    }
    return new BenchFigures(stages, sums);
  }

  private static double median(List<RunReport> reports, List<String> stages) {
    double[] values =
        reports.stream()
            .mapToDouble(
                report ->
                    stages.stream()
                        .mapToDouble(stage -> report.latencyMs().getOrDefault(stage, 0.0))
                        .sum())
            .sorted()
            .toArray();
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
