package io.semlink.channel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.channel.air.Carried;
import io.semlink.channel.air.Payload;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At 0 dB and 1 MHz a segment of 125 bytes takes one millisecond. */
@Timeout(30)
final class SharedLinkTest {
  private static final Duration LIMIT = Duration.ofMillis(20);
  private static final LinkConfig FAIR =
      LinkConfig.named("shared").withSnrDb(0).withSharing(Sharing.FAIR);
  private static final LinkConfig BY_PRIORITY = FAIR.withSharing(Sharing.PRIORITY);

  @Test
  void equalsTakeTurns() {
    Link link = new Link(FAIR, Clock.systemUTC());
    LinkTransmission a = link.open(LIMIT);
    LinkTransmission b = link.open(LIMIT);

    List<CompletableFuture<Carried>> carried = new ArrayList<>();
    carried.add(a.offer(millis(1)));
    carried.add(b.offer(millis(1)));
    for (int i = 0; i < 3; i++) {
      carried.add(a.offer(millis(1)));
      carried.add(b.offer(millis(1)));
    }
    a.close();
    b.close();

    assertThat(carried).allMatch(CompletableFuture::isDone);
    // a began with the air, b when a's first segment had ended; each counts from its own beginning.
    assertThat(ends(carried, 0)).containsExactly(1L, 3L, 5L, 7L);
    assertThat(ends(carried, 1)).containsExactly(1L, 3L, 5L, 7L);
    assertThat(carried.get(2).join().queueing()).isEqualTo(Duration.ofMillis(1));
    assertThat(carried.get(2).join().airTime()).isEqualTo(Duration.ofMillis(1));
    LinkFigures figures = link.snapshot().figures();
    assertThat(figures.transmissions()).isEqualTo(2);
    assertThat(figures.bitsDelivered()).isEqualTo(8000);
    assertThat(figures.blocks()).isEqualTo(1);
  }

  @Test
  void shareIsOfTimeNotOfSegments() {
    Link link = new Link(FAIR, Clock.systemUTC());
    LinkTransmission large = link.open(LIMIT);
    LinkTransmission small = link.open(LIMIT);
    large.offer(millis(3)).join();
    CompletableFuture<Carried> first = small.offer(millis(1));
    CompletableFuture<Carried> second = large.offer(millis(3));
    CompletableFuture<Carried> third = small.offer(millis(1));
    CompletableFuture<Carried> fourth = small.offer(millis(1));

    assertThat(first.join().end()).isEqualTo(Duration.ofMillis(1));
    assertThat(third.join().queueing()).isZero();
    assertThat(fourth.join().queueing()).isZero();
    assertThat(second).isNotDone();
    small.offer(millis(1));
    assertThat(second.join().queueing()).isEqualTo(Duration.ofMillis(3));
    large.close();
    small.close();
  }

  @Test
  void higherPriorityGoesFirst() {
    Link link = new Link(BY_PRIORITY, Clock.systemUTC());
    LinkTransmission low = link.open(new LinkUse(LIMIT, 0, 1));
    LinkTransmission high = link.open(new LinkUse(LIMIT, 0, 5));
    low.offer(millis(1)).join();
    CompletableFuture<Carried> highFirst = high.offer(millis(2));
    CompletableFuture<Carried> lowSecond = low.offer(millis(1));
    CompletableFuture<Carried> highSecond = high.offer(millis(2));

    assertThat(highFirst.join().end()).isEqualTo(Duration.ofMillis(2));
    assertThat(highSecond.join().end()).isEqualTo(Duration.ofMillis(4));
    assertThat(lowSecond).isNotDone();
    high.close();
    assertThat(lowSecond.join().queueing()).isEqualTo(Duration.ofMillis(4));
    low.close();
  }

  @Test
  void usableRateIsTheShare() {
    Link fair = new Link(FAIR, Clock.systemUTC());
    LinkTransmission first = fair.open(LIMIT);
    LinkTransmission second = fair.open(LIMIT);
    assertThat(first.knownState().usableRateBps()).isEqualTo(1e6);
    assertThat(second.knownState().usableRateBps()).isEqualTo(5e5);
    assertThat(second.knownState().sharers()).isEqualTo(2);
    first.close();
    assertThat(fair.open(LIMIT).knownState().usableRateBps()).isEqualTo(5e5);

    Link byPriority = new Link(BY_PRIORITY, Clock.systemUTC());
    byPriority.open(new LinkUse(LIMIT, 0, 1));
    assertThat(byPriority.open(new LinkUse(LIMIT, 0, 2)).knownState().usableRateBps())
        .isEqualTo(1e6);
    assertThat(byPriority.open(new LinkUse(LIMIT, 0, 1)).knownState().sharers()).isEqualTo(3);
  }

  @Test
  void waitingCountsAgainstTheLimit() {
    Link link = new Link(FAIR, Clock.systemUTC());
    LinkTransmission first = link.open(LIMIT);
    LinkTransmission second = link.open(Duration.ofMillis(4));
    first.offer(millis(1)).join();
    second.offer(millis(1));
    CompletableFuture<Carried> rival = first.offer(millis(2));
    CompletableFuture<Carried> late = second.offer(millis(3));
    first.close();

    assertThat(rival.join().outage()).isFalse();
    assertThat(late.join().queueing()).isEqualTo(Duration.ofMillis(2));
    assertThat(late.join().onTime()).isEqualTo(1000);
    assertThat(second.outage()).isTrue();
    second.close();
  }

  @Test
  void whoStallsIsPassedOverAndMayComeBack() throws Exception {
    Link link = new Link(FAIR, Clock.systemUTC());
    LinkTransmission stalled = link.open(LIMIT);
    LinkTransmission other = link.open(LIMIT);
    stalled.offer(millis(1)).join();

    Carried carried = other.offer(millis(1)).get(10, TimeUnit.SECONDS);
    assertThat(carried.queueing()).isZero();
    CompletableFuture<Carried> back = stalled.offer(millis(1));
    other.close();

    assertThat(back.get(10, TimeUnit.SECONDS).queueing()).isEqualTo(Duration.ofMillis(1));
    stalled.close();
  }

  @Test
  void whoLeavesFreesTheBand() {
    Link link = new Link(FAIR, Clock.systemUTC());
    LinkTransmission leaving = link.open(LIMIT);
    LinkTransmission staying = link.open(LIMIT);
    leaving.offer(millis(1)).join();
    CompletableFuture<Carried> waiting = staying.offer(millis(1));
    assertThat(waiting).isNotDone();

    leaving.close();

    assertThat(waiting.join().end()).isEqualTo(Duration.ofMillis(1));
    LinkTransmission third = link.open(LIMIT);
    third.offer(millis(1));
    staying.close();
    LinkTransmission fourth = link.open(LIMIT);
    CompletableFuture<Carried> cancelled = fourth.offer(millis(1));
    fourth.close();
    assertThatThrownBy(cancelled::join).hasCauseInstanceOf(CancellationException.class);
    third.close();
  }

  @Test
  void resetBeginsTheBandAnew() {
    Link link = new Link(FAIR.withCoherenceTime(Duration.ofMillis(3)), Clock.systemUTC());
    for (int i = 0; i < 2; i++) {
      try (LinkTransmission transmission = link.open(LIMIT)) {
        assertThat(transmission.trueState().block()).isZero();
        assertThat(transmission.carry(millis(4)).block().index()).isEqualTo(1);
      }
      // The air stands in the middle of block 1: that is where the next one begins.
      try (LinkTransmission transmission = link.open(LIMIT)) {
        assertThat(transmission.trueState().block()).isEqualTo(1);
        assertThat(transmission.carry(millis(1)).block().index()).isEqualTo(1);
      }
      link.reset(OptionalLong.empty());
    }
  }

  @Test
  void inRealTimeTheBandIsGivenWhenTheAirIsFree() throws Exception {
    Link link = new Link(BY_PRIORITY.withPacing(Pacing.REAL_TIME), Clock.systemUTC());
    Duration limit = Duration.ofSeconds(2);
    LinkTransmission low = link.open(new LinkUse(limit, 0, 0));
    LinkTransmission high = link.open(new LinkUse(limit, 0, 7));
    assertThat(low.offer(millis(400))).isDone();
    CompletableFuture<Carried> lowSecond = low.offer(millis(1));
    CompletableFuture<Carried> highFirst = high.offer(millis(50));
    assertThat(highFirst).isNotDone();

    Carried first = highFirst.get(10, TimeUnit.SECONDS);
    Carried second = lowSecond.get(10, TimeUnit.SECONDS);
    assertThat(first.queueing()).isPositive();
    assertThat(second.queueing()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    low.close();
    high.close();
  }

  private static List<Long> ends(List<CompletableFuture<Carried>> carried, int first) {
    List<Long> ends = new ArrayList<>();
    for (int i = first; i < carried.size(); i += 2) {
      ends.add(carried.get(i).join().end().toMillis());
    }
    return ends;
  }

  private static Payload millis(int milliseconds) {
    return new Payload.Bytes(ByteBuffer.allocate(125 * milliseconds));
  }
}
