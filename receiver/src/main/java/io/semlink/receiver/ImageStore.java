package io.semlink.receiver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/**
 * The last finished deliveries, as many as fit into a number of bytes, and those who watch for new
 * ones. Safe for use by many threads.
 */
final class ImageStore {
  private final long maxBytes;
  // Guarded by this; the oldest first.
  private final Map<String, FinishedDelivery> held = new LinkedHashMap<>();
  private long heldBytes;
  private final Set<Consumer<FinishedDelivery>> watchers = new CopyOnWriteArraySet<>();

  ImageStore(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Keeps a delivery in place of the oldest, and tells the watchers, even if it is too large. */
  synchronized void add(FinishedDelivery delivery) {
    FinishedDelivery replaced = held.remove(delivery.requestId());
    heldBytes -= replaced == null ? 0 : replaced.bytes();
    if (delivery.bytes() <= maxBytes) {
      held.put(delivery.requestId(), delivery);
      heldBytes += delivery.bytes();
      var oldest = held.values().iterator();
      while (heldBytes > maxBytes) {
        heldBytes -= oldest.next().bytes();
        oldest.remove();
      }
    }
    watchers.forEach(watcher -> watcher.accept(delivery));
  }

  synchronized long bytes() {
    return heldBytes;
  }

  synchronized int size() {
    return held.size();
  }

  /** A delivery by its request; the last one finished for an empty id. */
  synchronized Optional<FinishedDelivery> find(String requestId) {
    if (!requestId.isEmpty()) {
      return Optional.ofNullable(held.get(requestId));
    }
    return held.values().stream().reduce((older, newer) -> newer);
  }

  /**
   * Tells of the last deliveries held, the oldest first, and then of each new one.
   *
   * @param recent of those held, at most so many
   * @param watcher must not block
   * @return ends the watch
   */
  synchronized Runnable watch(int recent, Consumer<FinishedDelivery> watcher) {
    List<FinishedDelivery> all = new ArrayList<>(held.values());
    all.subList(Math.max(0, all.size() - recent), all.size()).forEach(watcher);
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }
}
