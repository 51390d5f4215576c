package io.semlink.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.semlink.deploy.fault.LinkUnderFaults.Service;
import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills and cuts at random, by a seed, under a stream of requests: every one that was accepted ends
 * exactly once, with a report or a named error, and the services' own counts agree.
 */
@Timeout(240)
class LedgerTest {
  private static final int CLIENTS = 4;
  private static final int REQUESTS_EACH = 15;

  /** Events that clients see between one fault and the next; a photo that arrives has about 15. */
  private static final int LEAST_EVENTS = 15;

  private static final int MORE_EVENTS = 90;
  private static final Duration OUTAGE = Duration.ofMillis(300);
  private static final Duration BREAKER_WINDOW = Duration.ofMillis(300);

  /** Longest time a client waits before its next request, however long it is told to. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  /** The history of one request, as its client saw it. */
  private record Entry(String id, List<TransmitResponse> events, Ending ending) {
    boolean isWell() {
      return ending.isWell();
    }
  }

  @Test
  void everyAcceptedRequestEndsExactlyOnce() throws Exception {
    long seed = Long.getLong("semlink.ledger.seed", System.nanoTime());
    System.out.println(
        "ledger seed: " + seed + " (repeat with -Dsemlink.ledger.seed=" + seed + ")");
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (LinkUnderFaults link = LinkUnderFaults.start(seed, BREAKER_WINDOW)) {
      Map<String, Long> before = counted(link);
      CountDownLatch done = new CountDownLatch(CLIENTS);
      AtomicLong seen = new AtomicLong();
      List<Future<List<Entry>>> streams = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        String name = "client-" + client;
        streams.add(
            clients.submit(
                () -> {
                  try {
                    return requests(link, name, seen);
                  } finally {
                    done.countDown();
                  }
                }));
      }
      List<String> faults = misbehave(link, new Random(seed), seen, done);
      List<Entry> history = new ArrayList<>();
      for (Future<List<Entry>> stream : streams) {
        history.addAll(stream.get(120, TimeUnit.SECONDS));
      }
      System.out.println("ledger faults: " + faults);
      check(history, before, link);
    } finally {
      clients.shutdownNow();
    }
  }

  private static List<Entry> requests(LinkUnderFaults link, String client, AtomicLong seen) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < REQUESTS_EACH; i++) {
      String id = client + "-" + i;
      List<TransmitResponse> events = new CopyOnWriteArrayList<>();
      Ending ending =
          link.send(
              id,
              LinkUnderFaults.DEADLINE,
              event -> {
                events.add(event);
                seen.incrementAndGet();
              });
      entries.add(new Entry(id, events, ending));
      long wait = ending.retryAfter().map(Duration::toMillis).orElse(0L);
      LockSupport.parkNanos(Math.min(wait, LONGEST_WAIT.toMillis()) * 1_000_000);
    }
    return entries;
  }

  /** Does one thing after another to the link until the clients are done; the link is well then. */
  private static List<String> misbehave(
      LinkUnderFaults link, Random random, AtomicLong seen, CountDownLatch done) throws Exception {
    List<String> faults = new ArrayList<>();
    AtomicInteger receiverKills = new AtomicInteger();
    while (!awaitEvents(seen, LEAST_EVENTS + random.nextInt(MORE_EVENTS), done)) {
      Hop hop = random.nextBoolean() ? Hop.CHANNEL : Hop.RECEIVER;
      FaultProxy proxy = link.proxy(hop);
      int choice = random.nextInt(5);
      switch (choice) {
        case 0, 1 -> {
          faults.add("reset " + hop);
          proxy.reset();
        }
        case 2 -> {
          faults.add("down " + hop);
          proxy.down();
          pause(done, OUTAGE.toMillis());
          proxy.up();
        }
        case 3 -> {
          faults.add("timeout " + hop);
          proxy.set(new Toxic.Timeout());
          pause(done, OUTAGE.toMillis());
          proxy.set();
          proxy.reset();
        }
        default -> {
          // The receiver takes seconds to load its models, so it is killed once.
          if (hop == Hop.RECEIVER && receiverKills.getAndIncrement() == 0) {
            faults.add("kill RECEIVER");
            link.restartReceiver();
          } else {
            faults.add("kill CHANNEL");
            link.restartChannel();
          }
        }
      }
    }
    return faults;
  }

  /** Waits until clients have seen so many events more: faults keep step with a slow machine. */
  private static boolean awaitEvents(AtomicLong seen, int more, CountDownLatch done)
      throws InterruptedException {
    long enough = seen.get() + more;
    while (seen.get() < enough) {
      if (pause(done, 5)) {
        return true;
      }
    }
    return pause(done, 0);
  }

  private static boolean pause(CountDownLatch done, long millis) throws InterruptedException {
    return done.await(millis, TimeUnit.MILLISECONDS);
  }

  private static void check(List<Entry> history, Map<String, Long> before, LinkUnderFaults link) {
    Map<String, Long> tally = new HashMap<>(before);
    for (Entry entry : history) {
      long accepted = entry.events().stream().filter(TransmitResponse::hasAccepted).count();
      long reports = entry.events().stream().filter(TransmitResponse::hasReport).count();
      assertThat(accepted).as("%s was accepted: %s", entry.id(), entry.ending()).isEqualTo(1);
      assertThat(entry.events().get(0).hasAccepted()).as("first of %s", entry.id()).isTrue();
      assertThat(reports)
          .as("%s has a report or an error: %s", entry.id(), entry.ending())
          .isEqualTo(entry.ending().isWell() ? 1 : 0);
      if (entry.ending().isWell()) {
        TransmitResponse last = entry.events().get(entry.events().size() - 1);
        assertThat(last.getReport().getRequestId()).isEqualTo(entry.id());
        long failed = entry.events().stream().filter(TransmitResponse::hasRetrying).count();
        assertThat(last.getReport().getAttempts()).isEqualTo((int) failed + 1);
      } else {
        assertThat(entry.ending().reason()).as("%s: %s", entry.id(), entry.ending()).isNotEmpty();
      }
      String outcome = entry.ending().isWell() ? "ok" : "error";
      tally.merge(outcome + " " + entry.ending().reason(), 1L, Long::sum);
    }
    System.out.println("ledger outcomes: " + tally);
    assertThat(history).as("faults do not keep everything from arriving").anyMatch(Entry::isWell);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(counted(link)).isEqualTo(tally));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(link.metrics(Service.TRANSMITTER))
                  .contains("semlink_queue_depth{service=\"transmitter\"} 0.0")
                  .contains(
                      "resilience4j_bulkhead_available_concurrent_calls{name=\"channel\"} 64");
              assertThat(link.metrics(Service.CHANNEL))
                  .contains(
                      "resilience4j_bulkhead_available_concurrent_calls{name=\"receiver\"} 64");
              assertThat(link.page(Service.RECEIVER, "/info"))
                  .contains("\"inpaintings_active\" : 0", "\"buffered_bytes\" : 0");
            });
  }

  /** Outcomes by the transmitter's own count. */
  private static Map<String, Long> counted(LinkUnderFaults link) {
    Map<String, Long> counts = new HashMap<>();
    link.metrics(Service.TRANSMITTER)
        .lines()
        .filter(line -> line.startsWith("semlink_requests_total{"))
        .forEach(
            line ->
                counts.put(
                    label(line, "outcome") + " " + label(line, "reason"),
                    (long) Double.parseDouble(line.substring(line.lastIndexOf(' ')))));
    return counts;
  }

  private static String label(String line, String name) {
    int from = line.indexOf(name + "=\"") + name.length() + 2;
    return line.substring(from, line.indexOf('"', from));
  }
}
