package io.semlink.launcher.eval;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Means and medians. */
public final class Means {
  private Means() {}

  /** Mean of a property; NaN of nothing. */
  public static <T> double mean(Collection<T> items, ToDoubleFunction<T> value) {
    return items.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  /** Median; of an even number the mean of the middle two. */
  public static double median(List<Double> values) {
    List<Double> ascending = values.stream().sorted().toList();
    int half = ascending.size() / 2;
    return ascending.size() % 2 == 1
        ? ascending.get(half)
        : (ascending.get(half - 1) + ascending.get(half)) / 2;
  }
}
