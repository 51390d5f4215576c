package io.semlink.channel.physics;

import java.time.Duration;

/** What the laws that depend on a Doppler shift share. */
final class Doppler {
  private static final double MIN_HZ = 1e-3;
  private static final double MAX_HZ = 1e5;
  private static final double NANOS_PER_SECOND = 1e9;

  private Doppler() {}

  static void require(double dopplerHz) {
    if (!(dopplerHz >= MIN_HZ && dopplerHz <= MAX_HZ)) {
      throw new IllegalArgumentException(
          "largest doppler shift must be 0.001 to 100000 Hz, but is " + dopplerHz);
    }
  }

  /** Returns how many periods of a Doppler shift a time holds. */
  static double periods(double dopplerHz, Duration time) {
    return dopplerHz * (time.toNanos() / NANOS_PER_SECOND);
  }
}
