package io.semlink.transmitter.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.semlink.chassis.DaemonThreads;
import io.semlink.chassis.EventStreams;
import io.semlink.chassis.EventStreams.Event;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells viewers what changes: photos at most ten times a second each, the state every two seconds
 * and when it changes, links when they change. While nobody looks, nobody is asked.
 */
final class Publisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Publisher.class);

  private static final long TICK_MILLIS = 100;
  private static final long POLL_MILLIS = 1000;
  private static final long STATE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Journal journal;
  private final EventStreams streams;
  private final StateJson state;
  private final ChannelWatch watch;
  private final boolean mayCancel;
  private final ScheduledExecutorService ticks = thread("transmitter-console");
  private final ScheduledExecutorService polls = thread("transmitter-console-poll");

  // The rest is the tick thread's alone.
  private final Deque<HistoryPoint> told = new ArrayDeque<>();
  private String toldLinks = "";
  private StateJson.@Nullable Quick toldState;
  private long toldStateNanos;
  private long points;

  Publisher(
      Journal journal,
      EventStreams streams,
      StateJson state,
      ChannelWatch watch,
      boolean mayCancel) {
    this.journal = journal;
    this.streams = streams;
    this.state = state;
    this.watch = watch;
    this.mayCancel = mayCancel;
  }

  void start() {
    ticks.scheduleWithFixedDelay(
        () -> guarded(this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    polls.scheduleWithFixedDelay(
        () -> guarded(this::poll), POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Asks for the links now rather than at the next time. */
  void pollNow() {
    try {
      polls.execute(() -> guarded(this::poll));
    } catch (RejectedExecutionException e) {
      // It is over.
    }
  }

  private void poll() {
    if (streams.viewers() > 0) {
      watch.refresh();
    }
  }

  private void tick() {
    Journal.Changes changes = journal.takeChanges();
    for (HistoryPoint point : changes.points()) {
      told.addLast(point);
      if (told.size() > Journal.MAX_POINTS) {
        told.removeFirst();
      }
    }
    if (streams.viewers() == 0) {
      return;
    }
    for (JournalEntry entry : changes.entries()) {
      publish("photo", "photo/" + entry.id(), entry.json(mayCancel));
    }
    for (HistoryPoint point : changes.points()) {
      publish("point", "point/" + points++ % Journal.MAX_POINTS, point.json());
    }
    publishState();
    publishLinks();
    if (watch.isFresh()) {
      streams.greet(this::greeting);
    }
  }

  private void publishState() {
    List<PeerView> peers = watch.peers();
    StateJson.Quick now = state.quick(peers);
    if (!now.equals(toldState) || System.nanoTime() - toldStateNanos > STATE_NANOS) {
      toldState = now;
      toldStateNanos = System.nanoTime();
      publish("state", "state", state.json(peers));
    }
  }

  private void publishLinks() {
    String links = watch.links().orElse("");
    if (!links.equals(toldLinks)) {
      toldLinks = links;
      streams.publish(new Event("links", "links", links));
    }
  }

  private List<Event> greeting() {
    return List.of(
        new Event("state", "state", ConsoleJson.text(state.json(watch.peers()))),
        new Event("photos", "photos", ConsoleJson.text(photos(journal, mayCancel))),
        new Event("history", "history", ConsoleJson.text(history(told))),
        new Event("links", "links", watch.links().orElseThrow()));
  }

  private void publish(String name, String key, ObjectNode data) {
    streams.publish(new Event(name, key, ConsoleJson.text(data)));
  }

  /** All photos, newest first. */
  static ObjectNode photos(Journal journal, boolean mayCancel) {
    ObjectNode node = ConsoleJson.object();
    ArrayNode all = node.putArray("photos");
    journal.entries().forEach(entry -> all.add(entry.json(mayCancel)));
    return node;
  }

  /** Points, oldest first. */
  static ObjectNode history(Collection<HistoryPoint> points) {
    ObjectNode node = ConsoleJson.object();
    ArrayNode all = node.putArray("points");
    points.forEach(point -> all.add(point.json()));
    return node;
  }

  /** A periodic task that throws once would not run again. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("the console cannot tell its viewers what changed", e);
    }
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(DaemonThreads.named(name));
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    polls.shutdownNow();
  }
}
