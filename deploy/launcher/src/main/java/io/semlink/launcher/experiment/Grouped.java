package io.semlink.launcher.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.semlink.launcher.eval.Means;
import io.semlink.launcher.eval.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Rows by a setting, in the order of their first occurrence. */
final class Grouped {
  private Grouped() {}

  static <K, R> Map<K, List<R>> by(List<R> rows, Function<R, K> key) {
    Map<K, List<R>> groups = new LinkedHashMap<>();
    for (R row : rows) {
      groups.computeIfAbsent(key.apply(row), each -> new ArrayList<>()).add(row);
    }
    return groups;
  }

  /** Means of each group. */
  static <K, R> Map<K, Double> means(List<R> rows, Function<R, K> key, ToDoubleFunction<R> value) {
    Map<K, Double> means = new LinkedHashMap<>();
    by(rows, key).forEach((k, some) -> means.put(k, Means.mean(some, value)));
    return means;
  }

  /** A table with a column per component of the rows' record. */
  static <R extends Record> Table table(String name, Class<R> type, List<R> rows) {
    List<String> columns = new ArrayList<>();
    List<List<Object>> cells = new ArrayList<>();
    for (R row : rows) {
      JsonNode fields = Journal.JSON.valueToTree(row);
      List<Object> line = new ArrayList<>();
      columns.clear();
      fields
          .fields()
          .forEachRemaining(
              field -> {
                columns.add(field.getKey());
                line.add(plain(field.getValue()));
              });
      cells.add(line);
    }
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("no rows of " + type.getSimpleName());
    }
    return new Table(name, columns, cells);
  }

  private static Object plain(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.longValue();
    }
    if (value.isNumber()) {
      return value.doubleValue();
    }
    // NaN, which JSON has no number for, is written as a string.
    return value.asText().equals("NaN") ? (Object) Double.NaN : value.asText();
  }
}
