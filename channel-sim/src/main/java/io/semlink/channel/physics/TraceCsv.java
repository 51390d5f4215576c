package io.semlink.channel.physics;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of a recorded trace; {@link Trace#parse} says what it looks like. */
final class TraceCsv {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Times up to some three years, which nanoseconds resolve. */
  private static final double MAX_SECONDS = 1e8;

  private static final double MAX_GAIN = 1e12;
  private static final double MAX_SNR_DB = 200.0;

  /** Longest piece of a file that an error shows. */
  private static final int SHOWN = 60;

  /** How long a trace of one gain is. */
  private static final long SINGLE_NANOS = 1_000_000_000L;

  /** What was recorded. */
  enum Kind {
    COEFFICIENT(List.of("h_re", "h_im"), -Math.sqrt(MAX_GAIN), Math.sqrt(MAX_GAIN)),
    GAIN(List.of("gain"), 0.0, MAX_GAIN),
    SNR_DB(List.of("snr_db"), -MAX_SNR_DB, MAX_SNR_DB);

    private final List<String> columns;
    private final double least;
    private final double most;

    Kind(List<String> columns, double least, double most) {
      this.columns = columns;
      this.least = least;
      this.most = most;
    }
  }

  private final Kind kind;
  private final List<String> header;
  private final int[] columns;
  private long[] nanos = new long[1024];
  private double[] first = new double[1024];
  private double[] second = new double[1024];
  private int rows;

  /**
   * Reads a table.
   *
   * @throws IllegalArgumentException if it is no trace, naming the line
   */
  TraceCsv(byte[] csv) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new ByteArrayInputStream(csv), StandardCharsets.UTF_8))) {
      String names = lines.readLine();
      this.header = names == null ? List.of() : cells(names);
      this.kind = kind(header);
      this.columns = new int[1 + kind.columns.size()];
      columns[0] = header.indexOf("time_s");
      for (int i = 1; i < columns.length; i++) {
        columns[i] = header.indexOf(kind.columns.get(i - 1));
      }
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          read(line, number);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (rows == 0) {
      throw new IllegalArgumentException("trace holds no gains");
    }
  }

  private static Kind kind(List<String> header) {
    if (header.contains("time_s")) {
      for (Kind kind : Kind.values()) {
        if (header.containsAll(kind.columns)) {
          return kind;
        }
      }
    }
    throw wrong(
        1,
        "columns must be time_s and gain, or snr_db, or h_re and h_im, but are "
            + shown(String.join(", ", header)));
  }

  private void read(String line, int number) {
    List<String> cells = cells(line);
    if (cells.size() != header.size()) {
      throw wrong(number, "%d cells under %d column names".formatted(cells.size(), header.size()));
    }
    if (rows == Trace.MAX_ROWS) {
      throw wrong(number, "at most %d gains are taken".formatted(Trace.MAX_ROWS));
    }
    if (rows == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * rows);
      first = Arrays.copyOf(first, 2 * rows);
      second = Arrays.copyOf(second, 2 * rows);
    }
    double seconds = value(cells, 0, number, -MAX_SECONDS, MAX_SECONDS);
    nanos[rows] = Math.round(seconds * NANOS_PER_SECOND);
    first[rows] = value(cells, 1, number, kind.least, kind.most);
    if (kind == Kind.COEFFICIENT) {
      second[rows] = value(cells, 2, number, kind.least, kind.most);
    }
    if (rows > 0 && nanos[rows] <= nanos[rows - 1]) {
      throw wrong(number, "time_s must ascend by 1 ns or more, but %s does not".formatted(seconds));
    }
    rows++;
  }

  private double value(List<String> cells, int place, int line, double least, double most) {
    String name = header.get(columns[place]);
    String cell = cells.get(columns[place]);
    @Nullable Double value = null;
    try {
      value = Double.valueOf(cell);
    } catch (NumberFormatException e) {
      throw wrong(line, "%s is no number: '%s'".formatted(name, shown(cell)));
    }
    if (!(value >= least && value <= most)) {
      throw wrong(line, "%s must be %s to %s, but is %s".formatted(name, least, most, shown(cell)));
    }
    return value;
  }

  private static List<String> cells(String line) {
    String[] cells = line.split(",", -1);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells[i].strip();
    }
    return List.of(cells);
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  private static IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException("trace, line %d: %s".formatted(line, what));
  }

  Kind kind() {
    return kind;
  }

  /** Returns when each row begins, in nanoseconds after the first, and last when the last ends. */
  long[] starts() {
    long[] starts = new long[rows + 1];
    for (int i = 0; i < rows; i++) {
      starts[i] = nanos[i] - nanos[0];
    }
    starts[rows] =
        rows == 1 ? SINGLE_NANOS : starts[rows - 1] + (starts[rows - 1] - starts[rows - 2]);
    return starts;
  }

  /** Returns the first recorded column of each row: the only one, or the real parts. */
  double[] first() {
    return Arrays.copyOf(first, rows);
  }

  /** Returns the imaginary parts; zeros if none were recorded. */
  double[] second() {
    return Arrays.copyOf(second, rows);
  }
}
