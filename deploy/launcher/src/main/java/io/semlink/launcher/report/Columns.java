package io.semlink.launcher.report;

import java.util.List;

/** Words in columns. */
public final class Columns {
  private static final String GAP = "  ";

  private Columns() {}

  /**
   * Lays out a table.
   *
   * @param header names of the columns
   * @param rows as many cells each as there are columns
   * @return lines, each ended by a line feed
   */
  public static String render(List<String> header, List<List<String>> rows, Look look) {
    int[] widths = new int[header.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              look.spelled(header.get(i)).length(),
              rows.stream()
                  .mapToInt(row -> look.spelled(row.get(column)).length())
                  .max()
                  .orElse(0));
    }
    StringBuilder out = new StringBuilder();
    // Escape sequences have no width, so the line is laid out before it is tinted.
    out.append(look.soft(line(header, widths, look))).append('\n');
    rows.forEach(row -> out.append(line(row, widths, look)).append('\n'));
    return out.toString();
  }

  /** Names and values beneath each other, indented. */
  public static String pairs(List<List<String>> rows, Look look) {
    int width = rows.stream().mapToInt(row -> look.spelled(row.get(0)).length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      String name = look.spelled(row.get(0));
      out.append(GAP).append(look.soft(name)).append(" ".repeat(width - name.length()));
      out.append(GAP).append(look.spelled(row.get(1))).append('\n');
    }
    return out.toString();
  }

  private static String line(List<String> cells, int[] widths, Look look) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = look.spelled(cells.get(i));
      line.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
