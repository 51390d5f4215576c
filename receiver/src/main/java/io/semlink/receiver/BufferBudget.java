package io.semlink.receiver;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all deliveries together may hold. */
final class BufferBudget {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  BufferBudget(long limit) {
    this.limit = limit;
  }

  /** Bytes held at present. */
  long held() {
    return held.get();
  }

  /** A delivery's share, empty at first. */
  Share open() {
    return new Share();
  }

  /** What one delivery holds. Closing it gives everything back, once. */
  final class Share implements AutoCloseable {
    private long bytes;
    private boolean closed;

    /** Takes more bytes if there are so many left. */
    synchronized boolean take(long more) {
      if (closed || held.addAndGet(more) > limit) {
        if (!closed) {
          held.addAndGet(-more);
        }
        return false;
      }
      bytes += more;
      return true;
    }

    @Override
    public synchronized void close() {
      closed = true;
      held.addAndGet(-bytes);
      bytes = 0;
    }
  }
}
