package io.semlink.launcher.eval;

import io.semlink.codec.importance.Classification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts how often the true label is the most probable one, and one of the five most probable. */
final class Accuracy {
  private final Map<String, int[]> byLabel = new TreeMap<>();

  /** Counts a photo. */
  void add(String trueLabel, Classification seen) {
    List<String> names = seen.labels().stream().limit(5).map(Classification.Scored::name).toList();
    int[] counts = byLabel.computeIfAbsent(trueLabel, label -> new int[3]);
    counts[0]++;
    counts[1] += names.get(0).equals(trueLabel) ? 1 : 0;
    counts[2] += names.contains(trueLabel) ? 1 : 0;
  }

  int photos() {
    return sum(0);
  }

  double top1() {
    return (double) sum(1) / photos();
  }

  double top5() {
    return (double) sum(2) / photos();
  }

  private int sum(int index) {
    return byLabel.values().stream().mapToInt(counts -> counts[index]).sum();
  }

  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("photos", photos());
    figures.put("top1", top1());
    figures.put("top5", top5());
    return figures;
  }

  /** Set, label, photos, top-1, top-5 of each label. */
  List<List<Object>> rows(String set) {
    return byLabel.entrySet().stream()
        .map(
            entry -> {
              int[] counts = entry.getValue();
              return List.<Object>of(
                  set,
                  entry.getKey(),
                  counts[0],
                  (double) counts[1] / counts[0],
                  (double) counts[2] / counts[0]);
            })
        .toList();
  }
}
