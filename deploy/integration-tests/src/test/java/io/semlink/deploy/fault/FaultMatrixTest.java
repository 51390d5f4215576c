package io.semlink.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault on each hop: how requests end, what the breakers do, and that the link gets well. */
@Timeout(180)
class FaultMatrixTest {
  private static final long SEED = 20_261_121;

  /** Requests at once; with the attempts of each, enough failures to open a breaker. */
  private static final int BURST = 12;

  private static final int MOST_BURSTS = 6;

  /** Time that an open breaker waits; the link has to be well again within it. */
  private static final Duration BREAKER_WINDOW = Duration.ofSeconds(2);

  private static final ExecutorService clients = Executors.newCachedThreadPool();
  private static LinkUnderFaults link;

  @BeforeAll
  static void start() throws Exception {
    link = LinkUnderFaults.start(SEED, BREAKER_WINDOW);
  }

  @AfterAll
  static void stop() {
    clients.shutdownNow();
    link.close();
  }

  static Stream<Arguments> nuisances() {
    List<Toxic> toxics =
        List.of(
            new Toxic.Latency(Duration.ofMillis(20), Duration.ofMillis(10)),
            new Toxic.Bandwidth(200_000),
            new Toxic.Slicer(64, 32, Duration.ofNanos(200_000)),
            new Toxic.SlowClose(Duration.ofMillis(100)));
    return Stream.of(Hop.values()).flatMap(hop -> toxics.stream().map(t -> Arguments.of(hop, t)));
  }

  @ParameterizedTest
  @MethodSource("nuisances")
  void whatOnlyHindersCostsTimeAndNoRequest(Hop hop, Toxic toxic) throws Exception {
    FaultProxy proxy = link.proxy(hop);
    long before = happened(proxy, toxic);
    proxy.set(toxic);
    try {
      assertThat(link.send().isWell()).isTrue();
      if (toxic instanceof Toxic.SlowClose) {
        closeConnections(hop);
        assertThat(link.send().isWell()).isTrue();
      }
      await().untilAsserted(() -> assertThat(happened(proxy, toxic)).isGreaterThan(before));
    } finally {
      proxy.set();
    }
  }

  /** Makes one end of the hop close its connections. */
  private static void closeConnections(Hop hop) throws IOException {
    if (hop == Hop.EDGE) {
      link.reconnectEdge();
    } else {
      link.restartChannel();
    }
  }

  private static long happened(FaultProxy proxy, Toxic toxic) {
    FaultCounts counts = proxy.counts();
    if (toxic instanceof Toxic.Latency) {
      return counts.delayedPieces.get();
    } else if (toxic instanceof Toxic.Slicer) {
      return counts.slicedPieces.get();
    } else if (toxic instanceof Toxic.SlowClose) {
      return counts.slowCloses.get();
    }
    return counts.passedBytes.get();
  }

  /** Faults with which nothing gets through. */
  enum Outage {
    RESET_PEER(new Toxic.ResetPeer(Duration.ZERO)),
    TIMEOUT(new Toxic.Timeout()),
    LIMIT_DATA(new Toxic.LimitData(200)),
    DOWN(null);

    private final @Nullable Toxic toxic;

    Outage(@Nullable Toxic toxic) {
      this.toxic = toxic;
    }

    void begin(FaultProxy proxy) {
      if (toxic == null) {
        proxy.down();
      } else {
        proxy.set(toxic);
        if (this == LIMIT_DATA) {
          proxy.reset();
        }
      }
    }

    void end(FaultProxy proxy) {
      proxy.set();
      proxy.up();
    }
  }

  @ParameterizedTest
  @EnumSource(Outage.class)
  void anOutageTowardsTheEdgeEndsTheCallAndIsOverWithIt(Outage outage) {
    FaultProxy proxy = link.proxy(Hop.EDGE);
    outage.begin(proxy);
    try {
      Ending ending = link.send("", Duration.ofSeconds(2), event -> {});
      assertThat(ending.code())
          .isEqualTo(
              outage == Outage.TIMEOUT ? Status.Code.DEADLINE_EXCEEDED : Status.Code.UNAVAILABLE);
    } finally {
      outage.end(proxy);
    }
    link.reconnectEdge();
    assertThat(link.send().isWell()).isTrue();
  }

  static Stream<Arguments> outages() {
    return Stream.of(Hop.CHANNEL, Hop.RECEIVER)
        .flatMap(hop -> Stream.of(Outage.values()).map(outage -> Arguments.of(hop, outage)));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void anOutageOpensTheBreakerAndTheLinkIsWellWithinOneWindowOfItsEnd(Hop hop, Outage outage)
      throws Exception {
    FaultProxy proxy = link.proxy(hop);
    Duration usual = link.send().took();
    outage.begin(proxy);
    List<Ending> endings = new ArrayList<>();
    try {
      for (int i = 0; i < MOST_BURSTS && !link.breaker(hop).equals("open"); i++) {
        endings.addAll(burst());
      }
      assertThat(link.breaker(hop)).isEqualTo("open");
      Ending refused = link.send();
      assertThat(refused.reason()).isIn("BREAKER_OPEN", "PEER_DOWN", "PEER_SLOW");
      endings.add(refused);
    } finally {
      outage.end(proxy);
    }
    long end = System.nanoTime();
    assertThat(endings)
        .allSatisfy(
            ending -> {
              assertThat(ending.code()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(ending.reason()).isIn("PEER_DOWN", "PEER_SLOW", "BREAKER_OPEN");
              assertThat(ending.metadata()).containsEntry("peer", hop.peer());
              assertThat(ending.retryAfter()).isPresent();
            });
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(60))
        .until(() -> link.send().isWell());
    // The request that found the link well took its usual time after that, on a busy machine more.
    Duration recovery = Duration.ofNanos(System.nanoTime() - end);
    assertThat(recovery)
        .as("time until a request got through")
        .isLessThan(BREAKER_WINDOW.plus(usual.multipliedBy(3)));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> link.send().isWell() && link.breaker(hop).equals("closed"));
  }

  private static List<Ending> burst() throws Exception {
    List<Future<Ending>> calls = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      calls.add(clients.submit(() -> link.send()));
    }
    List<Ending> endings = new ArrayList<>();
    for (Future<Ending> call : calls) {
      endings.add(call.get(90, TimeUnit.SECONDS));
    }
    return endings;
  }
}
