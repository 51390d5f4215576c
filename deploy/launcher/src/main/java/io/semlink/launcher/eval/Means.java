package io.semlink.launcher.eval;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Means and medians. */
final class Means {
  private Means() {}

  static <T> double mean(Collection<T> items, ToDoubleFunction<T> value) {
    return items.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  static double median(List<Double> values) {
    List<Double> ascending = values.stream().sorted().toList();
    int half = ascending.size() / 2;
    return ascending.size() % 2 == 1
        ? ascending.get(half)
        : (ascending.get(half - 1) + ascending.get(half)) / 2;
  }
}
