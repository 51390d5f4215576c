package io.semlink.launcher.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Rows of figures for a spreadsheet.
 *
 * @param name name of its file, without the ending
 * @param columns names of the columns, with units
 * @param rows as many values each as there are columns
 */
public record Table(String name, List<String> columns, List<List<Object>> rows) {
  /** Checks that every row has a value for every column. */
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(row.size() + " values for " + columns);
      }
    }
  }

  /** The table as RFC 4180 asks, with a header; numbers with a point, in at most 6 digits. */
  String csv() {
    List<String> lines = new ArrayList<>();
    lines.add(line(columns));
    rows.forEach(row -> lines.add(line(row)));
    return String.join("\r\n", lines) + "\r\n";
  }

  private static String line(List<?> values) {
    return values.stream().map(Table::cell).collect(Collectors.joining(","));
  }

  private static String cell(Object value) {
    if (value instanceof Double number) {
      return Double.isNaN(number) ? "" : String.format(Locale.ROOT, "%.6g", number);
    }
    String text = value.toString();
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
