package io.semlink.launcher.report;

/** Bars of block characters, an eighth of a character fine where the terminal shows them. */
final class Bars {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

  private Bars() {}

  /**
   * A bar from one place to another on a line.
   *
   * @param from start, as a share of the line in [0, 1]
   * @param to end, as a share of the line; at least an eighth of a character is drawn
   * @param width characters of the line
   */
  static String span(double from, double to, int width, boolean unicode) {
    int fine = unicode ? 8 : 1;
    int start = (int) Math.floor(clip(from) * width);
    if (start >= width) {
      start = width - 1;
    }
    int length = (int) Math.round((clip(to) * width - start) * fine);
    length = Math.max(1, Math.min(length, (width - start) * fine));
    StringBuilder bar = new StringBuilder(" ".repeat(start));
    bar.append((unicode ? "█" : "#").repeat(length / fine));
    if (length % fine > 0) {
      bar.append(EIGHTHS.charAt(length % fine));
    }
    return bar.toString();
  }

  /** A bar from the start of the line; nothing for zero. */
  static String of(double share, int width, boolean unicode) {
    return share > 0 ? span(0, share, width, unicode) : "";
  }

  private static double clip(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
