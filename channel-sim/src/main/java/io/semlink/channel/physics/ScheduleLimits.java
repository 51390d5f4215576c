package io.semlink.channel.physics;

import java.time.Duration;

/** Checks of the ranges of a schedule. */
final class ScheduleLimits {
  private static final double MAX_SNR_DB = 100.0;
  private static final Duration MAX_TIME = Duration.ofDays(100);

  private ScheduleLimits() {}

  static void requireSnr(double db) {
    if (!(Math.abs(db) <= MAX_SNR_DB)) {
      throw new IllegalArgumentException("mean SNR must be -100 to 100 dB, but is " + db);
    }
  }

  static void requireTime(String what, Duration time) {
    if (time.compareTo(Duration.ZERO) <= 0 || time.compareTo(MAX_TIME) > 0) {
      throw new IllegalArgumentException(
          "%s must be above 0 and at most 100 days, but is %s".formatted(what, time));
    }
  }

  static void requireAfter(String what, Duration time, Duration earlier) {
    if (time.compareTo(earlier) <= 0) {
      throw new IllegalArgumentException(
          "%s must be after %s, but is %s".formatted(what, earlier, time));
    }
  }
}
