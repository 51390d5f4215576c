package io.semlink.channel.link;

import io.semlink.channel.air.Carried;
import io.semlink.channel.air.Payload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One transmission's way to the air: a band to itself, or a turn on a shared one. */
interface BandUse {
  /**
   * Sends a segment when it is its turn.
   *
   * @return what became of it; completes on the thread that gave it its turn
   */
  CompletableFuture<Carried> carry(Payload segment);

  /** Time used since the first segment was offered. */
  Duration elapsed();

  /** Whether part of a segment did not arrive. */
  boolean outage();

  /** Blocks that it was the first to use. */
  long blocks();

  /** Gives up its turns. A segment that waits for one is not sent. */
  void leave();
}
