package io.semlink.transmitter;

import java.time.Duration;

/**
 * How much a transmitter takes on at once.
 *
 * @param workers photos coded at once, 1 to 64
 * @param queueCapacity requests that may wait for a worker, 1 to 10 000; further ones are refused
 * @param maxBufferedBytes bytes of uploaded photos held at once, over all requests, at least 1 MiB
 * @param uploadTimeout time a client has to upload its photo, more than 0
 */
public record WorkSettings(
    int workers, int queueCapacity, long maxBufferedBytes, Duration uploadTimeout) {
  private static final int MAX_WORKERS = 64;
  private static final int MAX_QUEUE = 10_000;
  private static final long MIN_BUFFERED_BYTES = 1 << 20;

  /** Checks ranges. */
  public WorkSettings {
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException("workers must be in [1, 64]: " + workers);
    }
    if (queueCapacity < 1 || queueCapacity > MAX_QUEUE) {
      throw new IllegalArgumentException("queueCapacity must be in [1, 10000]: " + queueCapacity);
    }
    if (maxBufferedBytes < MIN_BUFFERED_BYTES) {
      throw new IllegalArgumentException(
          "maxBufferedBytes must be at least " + MIN_BUFFERED_BYTES + ": " + maxBufferedBytes);
    }
    if (uploadTimeout.isNegative() || uploadTimeout.isZero()) {
      throw new IllegalArgumentException("uploadTimeout must be more than 0: " + uploadTimeout);
    }
  }

  /**
   * Defaults: as many workers as processors but at most 8, 32 requests waiting, 256 MiB of uploads,
   * 30 s to upload.
   */
  public static WorkSettings defaults() {
    return new WorkSettings(
        Math.min(8, Runtime.getRuntime().availableProcessors()),
        32,
        256L << 20,
        Duration.ofSeconds(30));
  }
}
