package io.semlink.transmitter.console;

import java.util.Locale;

/** How far a transmission is. */
enum PhotoState {
  QUEUED,
  RUNNING,
  DONE,
  FAILED,
  CANCELLED;

  boolean isEnd() {
    return this != QUEUED && this != RUNNING;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
