package io.semlink.chassis;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Requests under way that may come again: a later attempt of a request takes the place of an
 * earlier one, so that nobody goes on with work whose result nobody takes. Two calls of the same
 * attempt are two requests that happen to share a name, and leave each other alone. Safe for use by
 * several threads.
 */
public final class LatestAttempts {
  private final Map<String, Lease> latest = new HashMap<>();

  /** A place among the requests under way; to be closed when the call has ended. */
  public final class Lease implements AutoCloseable {
    private final String requestId;
    private final int attempt;
    private final Consumer<ServiceException> end;

    private Lease(String requestId, int attempt, Consumer<ServiceException> end) {
      this.requestId = requestId;
      this.attempt = attempt;
      this.end = end;
    }

    /** Gives the place up; further calls do nothing. */
    @Override
    public void close() {
      synchronized (LatestAttempts.this) {
        latest.remove(requestId, this);
      }
    }
  }

  /**
   * Takes an attempt up and ends an earlier one of the same request.
   *
   * @param attempt how often the request was tried before, 0 or more
   * @param end ends this attempt when a later one comes; must not block
   * @throws ServiceException ABORTED, reason SUPERSEDED, if a later attempt is under way
   */
  public Lease enter(String requestId, int attempt, Consumer<ServiceException> end) {
    Lease lease = new Lease(requestId, attempt, end);
    Lease before;
    synchronized (this) {
      before = latest.get(requestId);
      if (before != null && before.attempt > attempt) {
        throw superseded(before.attempt);
      }
      latest.put(requestId, lease);
    }
    if (before != null && before.attempt < attempt) {
      before.end.accept(superseded(attempt));
    }
    return lease;
  }

  /** Requests under way. */
  public synchronized int size() {
    return latest.size();
  }

  private static ServiceException superseded(int attempt) {
    return ServiceException.aborted(
        "SUPERSEDED", "attempt " + (attempt + 1) + " of the request took the place of this one");
  }
}
