package io.semlink.transmitter;

/**
 * Keeps retries from feeding an outage, as gRPC's retry throttling does (gRFC A6): a failure takes
 * a token, a success gives a tenth of one back, and nothing is tried again while half of the tokens
 * or fewer are left. Safe for use by several threads.
 */
final class RetryBudget {
  /** Tokens are counted in what a success gives back. */
  private static final int PER_TOKEN = 10;

  private final int capacity;
  private int left;

  /** Creates a full budget of that many tokens. */
  RetryBudget(int tokens) {
    this.capacity = tokens * PER_TOKEN;
    this.left = capacity;
  }

  synchronized void failed() {
    left = Math.max(0, left - PER_TOKEN);
  }

  synchronized void succeeded() {
    left = Math.min(capacity, left + 1);
  }

  /** Whether something that failed may be tried again. */
  synchronized boolean allows() {
    return 2 * left > capacity;
  }

  /** Share of the tokens that is left, in [0, 1]. */
  synchronized double level() {
    return (double) left / capacity;
  }
}
