package io.semlink.chassis;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Server-Sent Events (HTML Living Standard, section 9.2) for a bounded number of viewers. Each has
 * a thread and a mailbox of its own: a slow viewer misses events that newer ones replaced, and
 * delays nobody else. One that falls far behind is told everything anew.
 *
 * <p>One thread publishes: it calls {@link #greet} and {@link #publish} in turn, often, so that
 * what a viewer is greeted with and what is published later neither overlap nor leave a gap.
 */
public final class EventStreams implements AutoCloseable {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final Duration STUCK = Duration.ofSeconds(20);

  private final String service;
  private final int maxViewers;
  private final Duration stuck;
  private final AtomicInteger open = new AtomicInteger();
  private final Set<EventViewer> viewers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * One event.
   *
   * @param name what kind of event, a word
   * @param key of several events with the same key that wait for a viewer the last one is sent
   * @param data text, for example JSON
   */
  public record Event(String name, String key, String data) {}

  /**
   * Makes streams without viewers.
   *
   * @param service name for threads
   * @param maxViewers viewers at once, 1 or more
   */
  public EventStreams(String service, int maxViewers) {
    this(service, maxViewers, STUCK);
  }

  /** The same with another time after which a viewer that reads nothing is dropped. */
  EventStreams(String service, int maxViewers, Duration stuck) {
    this.service = service;
    this.maxViewers = maxViewers;
    this.stuck = stuck;
  }

  /**
   * Takes a viewer on; its exchange ends when it goes or this is closed. A handler for {@link
   * AdminServer#stream}.
   *
   * @throws ServiceException UNAVAILABLE if there are as many viewers as there may be
   */
  public void open(HttpExchange exchange) throws IOException {
    if (closed || open.incrementAndGet() > maxViewers) {
      open.decrementAndGet();
      throw ServiceException.unavailable(
          "TOO_MANY_VIEWERS",
          "there are " + maxViewers + " viewers already; close another page first",
          java.util.Map.of(),
          RETRY_AFTER);
    }
    EventViewer viewer = new EventViewer(exchange, this::left);
    viewers.add(viewer);
    viewer.start(service + "-viewer");
    if (closed) {
      viewer.stop();
    }
  }

  private void left(EventViewer viewer) {
    viewers.remove(viewer);
    open.decrementAndGet();
  }

  /** Viewers at present. */
  public int viewers() {
    return viewers.size();
  }

  /**
   * Greets viewers that are new or fell behind, and drops those that take nothing.
   *
   * @param greeting everything there is to know; asked for only if somebody is to be greeted
   */
  public void greet(Supplier<List<Event>> greeting) {
    List<EventViewer> waiting = viewers.stream().filter(EventViewer::wantsGreeting).toList();
    if (!waiting.isEmpty()) {
      List<Event> events = greeting.get();
      waiting.forEach(viewer -> viewer.greet(events));
    }
    viewers.stream().filter(viewer -> viewer.isStuck(stuck)).forEach(EventViewer::stop);
  }

  /** Tells all viewers that have been greeted. */
  public void publish(Event event) {
    viewers.forEach(viewer -> viewer.put(event));
  }

  /** Ends all streams; no more are taken on. */
  @Override
  public void close() {
    closed = true;
    viewers.forEach(EventViewer::stop);
  }
}
