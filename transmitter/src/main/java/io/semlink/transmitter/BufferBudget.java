package io.semlink.transmitter;

import io.semlink.chassis.ServiceException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of uploaded photos that are held at once. */
final class BufferBudget {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  /** Creates a budget of that many bytes. */
  BufferBudget(long limit) {
    this.limit = limit;
  }

  /**
   * Takes some bytes.
   *
   * @throws ServiceException RESOURCE_EXHAUSTED if they do not fit
   */
  void take(long bytes) {
    if (held.addAndGet(bytes) > limit) {
      held.addAndGet(-bytes);
      throw ServiceException.resourceExhausted(
          "QUEUE_FULL",
          "the transmitter holds as many photos as it may (" + limit + " bytes); try again later",
          RETRY_AFTER);
    }
  }

  /** Gives bytes back. */
  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Bytes held. */
  long held() {
    return held.get();
  }
}
