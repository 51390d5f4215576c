package io.semlink.codec.scheme;

import java.time.Duration;

/** Times consecutive stages. */
final class StageWatch {
  private final StageListener listener;
  private long since = System.nanoTime();

  StageWatch(StageListener listener) {
    this.listener = listener;
  }

  /** Reports the time since the last call, or since the start, under a name. */
  void lap(String name) {
    long now = System.nanoTime();
    listener.stage(name, Duration.ofNanos(now - since));
    since = now;
  }
}
