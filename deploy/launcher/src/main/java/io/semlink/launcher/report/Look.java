package io.semlink.launcher.report;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What the reader's terminal can show.
 *
 * @param colour whether escape sequences are understood
 * @param unicode whether block characters and accents are shown; otherwise ASCII stands in
 */
public record Look(boolean colour, boolean unicode) {
  /** Plain text for files and logs. */
  public static final Look PLAIN = new Look(false, false);

  /**
   * What this process's environment suggests.
   *
   * @param terminal whether the output is a terminal
   */
  public static Look ofEnvironment(boolean terminal) {
    String encoding = System.getProperty("native.encoding", "");
    boolean unicode =
        Charset.isSupported(encoding.isEmpty() ? "US-ASCII" : encoding)
            && Charset.forName(encoding.isEmpty() ? "US-ASCII" : encoding)
                .equals(StandardCharsets.UTF_8);
    boolean quiet = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
    return new Look(terminal && !quiet, unicode);
  }

  /** Text that stands out. */
  public String strong(String text) {
    return styled("1", text);
  }

  /** Text that stands back. */
  public String soft(String text) {
    return styled("2", text);
  }

  String warning(String text) {
    return styled("33", text);
  }

  String tint(String text) {
    return styled("36", text);
  }

  private String styled(String code, String text) {
    return colour && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
  }

  /** The text as this terminal shows it. */
  public String spelled(String text) {
    if (unicode) {
      return text;
    }
    StringBuilder ascii = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '×' -> ascii.append('x');
                case '·' -> ascii.append('-');
                case '–', '—', '─' -> ascii.append('-');
                case '“', '”' -> ascii.append('"');
                case '…' -> ascii.append("...");
                case '\u2009', '\u00a0' -> ascii.append(' ');
                case '█' -> ascii.append('#');
                default -> ascii.appendCodePoint(c < 128 ? c : '?');
              }
            });
    return ascii.toString();
  }
}
