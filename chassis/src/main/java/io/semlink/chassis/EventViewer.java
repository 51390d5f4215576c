package io.semlink.chassis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.semlink.chassis.EventStreams.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One open stream: its mailbox and the thread that empties it. */
final class EventViewer {
  /** Events that may wait; beyond it is cheaper to tell everything anew. */
  private static final int CAPACITY = 256;

  /** Proxies end connections that are silent for longer, often after 30 or 60 s. */
  private static final long HEARTBEAT_MILLIS = 15_000;

  private static final String RETRY = "retry: 2000\n\n";
  private static final String HEARTBEAT = ":\n\n";

  private final HttpExchange exchange;
  private final Consumer<EventViewer> left;
  private final Map<String, Event> mailbox = new LinkedHashMap<>();
  private boolean wantsGreeting = true;
  private long writingSince;
  private @Nullable Thread thread;

  EventViewer(HttpExchange exchange, Consumer<EventViewer> left) {
    this.exchange = exchange;
    this.left = left;
  }

  synchronized void start(String threadName) {
    thread = new Thread(this::run, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the stream. A write that blocks ends too: the interrupt closes its channel. */
  synchronized void stop() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  synchronized boolean wantsGreeting() {
    return wantsGreeting;
  }

  /** Whether a write has been blocked for longer than that: the viewer has stopped to read. */
  synchronized boolean isStuck(Duration limit) {
    return writingSince != 0 && System.nanoTime() - writingSince > limit.toNanos();
  }

  synchronized void greet(List<Event> events) {
    wantsGreeting = false;
    mailbox.clear();
    events.forEach(event -> mailbox.put(event.key(), event));
    notifyAll();
  }

  synchronized void put(Event event) {
    if (wantsGreeting) {
      return;
    }
    mailbox.put(event.key(), event);
    if (mailbox.size() > CAPACITY) {
      mailbox.clear();
      wantsGreeting = true;
    }
    notifyAll();
  }

  private void run() {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      write(out, RETRY);
      while (true) {
        List<Event> mail = take();
        write(out, mail.isEmpty() ? HEARTBEAT : text(mail));
      }
    } catch (IOException e) {
      // The viewer has gone.
    } catch (InterruptedException e) {
      // Nobody needs this thread's interrupt any more, and closing the exchange still has to write.
    } finally {
      left.accept(this);
    }
  }

  /** Waits for mail; empty if there was none for a while. */
  private synchronized List<Event> take() throws InterruptedException {
    long limit = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS);
    while (mailbox.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
      if (left <= 0) {
        return List.of();
      }
      wait(left);
    }
    List<Event> mail = new ArrayList<>(mailbox.values());
    mailbox.clear();
    return mail;
  }

  private void write(OutputStream out, String text) throws IOException {
    writing(System.nanoTime());
    out.write(text.getBytes(UTF_8));
    out.flush();
    writing(0);
  }

  private synchronized void writing(long since) {
    writingSince = since;
  }

  private static String text(List<Event> mail) {
    StringBuilder text = new StringBuilder();
    for (Event event : mail) {
      text.append("event: ").append(event.name()).append('\n');
      event.data().lines().forEach(line -> text.append("data: ").append(line).append('\n'));
      text.append('\n');
    }
    return text.toString();
  }
}
