package io.semlink.codec.scheme;

import java.time.Duration;

/** Times consecutive stages. */
final class StageWatch {
  private final StageListener listener;
  private long since = System.nanoTime();

  StageWatch(StageListener listener) {
    this.listener = listener;
  }

  /** Takes the time since the last call without reporting it. */
  Duration split() {
    long now = System.nanoTime();
    Duration took = Duration.ofNanos(now - since);
    since = now;
    return took;
  }

  /** Reports a time that was taken. */
  void report(String name, Duration took) {
    listener.stage(name, took);
  }

  /** Reports the time since the last call, or since the start, under a name. */
  void lap(String name) {
    report(name, split());
  }
}
