package io.semlink.codec.scheme;

import java.time.Duration;

/** Hears how long each stage of a photo's path took. */
@FunctionalInterface
public interface StageListener {
  /** Listener that does nothing. */
  StageListener NONE = (name, took) -> {};

  /** A stage ended; a name that comes twice adds up. */
  void stage(String name, Duration took);
}
