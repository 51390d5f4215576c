package io.semlink.launcher.report;

import com.google.protobuf.Duration;
import java.util.Locale;

/** Numbers as people read them, with their units. */
public final class Figures {
  private Figures() {}

  /** Whole number with narrow spaces between thousands: 82 451. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', '\u2009');
  }

  /** Duration: 0.42 ms, 15.2 ms, 340 ms, 6.02 s. */
  public static String time(double milliseconds) {
    if (milliseconds >= 999.5) {
      return String.format(Locale.ROOT, "%.2f s", milliseconds / 1000);
    }
    String format =
        milliseconds >= 99.95 ? "%.0f ms" : milliseconds >= 9.995 ? "%.1f ms" : "%.2f ms";
    return String.format(Locale.ROOT, format, milliseconds);
  }

  /** Duration: 0.42 ms, 15.2 ms, 340 ms, 6.02 s. */
  public static String time(Duration duration) {
    return time(RunReport.milliseconds(duration));
  }

  /** Limit as it was asked for: 30 ms, 2.5 s. */
  public static String limit(Duration duration) {
    double milliseconds = RunReport.milliseconds(duration);
    return milliseconds >= 1000
        ? significant(milliseconds / 1000) + " s"
        : significant(milliseconds) + " ms";
  }

  /** Share as a percentage: 0.4 %, 41 %. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  /** Value with an SI prefix: 1 MHz, 2.32 Mbit/s. */
  public static String si(double value, String unit) {
    String[] prefixes = {"", "k", "M", "G", "T"};
    int step = 0;
    double scaled = value;
    while (scaled >= 999.5 && step < prefixes.length - 1) {
      scaled /= 1000;
      step++;
    }
    return significant(scaled) + " " + prefixes[step] + unit;
  }

  /** Three significant digits without trailing zeros. */
  public static String significant(double value) {
    double size = Math.abs(value);
    String text =
        String.format(Locale.ROOT, size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  /** Decibels with one digit. */
  public static String decibels(double value) {
    return String.format(Locale.ROOT, "%.1f dB", value);
  }
}
