package io.semlink.channel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semlink.channel.air.Carried;
import io.semlink.channel.air.Payload;
import io.semlink.channel.physics.NoFading;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.physics.StateInformation;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LinkTest {
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final Duration LIMIT = Duration.ofMillis(20);
  private static final LinkConfig WHITE = LinkConfig.named("lab").withSnrDb(0);
  private static final LinkConfig FADING = WHITE.withFading(new Rayleigh()).withSeed(5);

  @Test
  void openedTransmissionHasTheBlockThatWasReported() {
    Link link = new Link(FADING, CLOCK);
    for (int i = 0; i < 50; i++) {
      LinkState reported = link.knownState();
      try (LinkTransmission transmission = link.open(LIMIT)) {
        assertThat(transmission.knownState()).isEqualTo(reported);
        long budget = (long) (reported.capacityBps() * 0.020);

        Carried carried = transmission.carry(zeros((int) (budget / 8)));

        assertThat(carried.outage()).isFalse();
        assertThat(transmission.carry(zeros(1)).outage()).isTrue();
        assertThat(carried.block().index()).isEqualTo(i);
      }
    }
  }

  @Test
  void everyTransmissionMeetsANewBlock() {
    Link link = new Link(FADING, CLOCK);

    LinkTransmission first = link.open(LIMIT);
    LinkTransmission second = link.open(LIMIT);

    assertThat(first.trueState().block()).isZero();
    assertThat(second.trueState().block()).isEqualTo(1);
    assertThat(first.trueState().gain()).isNotEqualTo(second.trueState().gain());
  }

  @Test
  void longTransmissionGoesOnIntoTheNextBlocks() {
    Link link = new Link(WHITE.withCoherenceTime(Duration.ofMillis(5)), CLOCK);

    try (LinkTransmission transmission = link.open(LIMIT)) {
      assertThat(transmission.carry(zeros(2500)).block().index()).isEqualTo(3);
    }

    assertThat(link.knownState().block()).isEqualTo(4);
    assertThat(link.snapshot().figures().blocks()).isEqualTo(4);
  }

  @Test
  void changeAppliesFromTheNextBlockOn() {
    Link link = new Link(WHITE.withCoherenceTime(Duration.ofMillis(10)), CLOCK);
    LinkTransmission transmission = link.open(LIMIT);

    Carried before = transmission.carry(zeros(625));
    link.update(config -> config.withBandwidthHz(2e6));
    Carried sameBlock = transmission.carry(zeros(625));
    Carried nextBlock = transmission.carry(zeros(625));

    assertThat(before.airTime()).isEqualTo(Duration.ofMillis(5));
    assertThat(sameBlock.airTime()).isEqualTo(Duration.ofMillis(5));
    assertThat(nextBlock.airTime()).isEqualTo(Duration.ofNanos(2_500_000));
    assertThat(link.open(LIMIT).trueState().capacityBps()).isEqualTo(2e6);
  }

  @Test
  void resetRepeatsTheRun() {
    Link link = new Link(FADING, CLOCK);
    List<Carried> first = run(link);
    link.reset(OptionalLong.empty());

    assertThat(run(link)).isEqualTo(first);

    link.reset(OptionalLong.of(6));
    assertThat(run(link)).isNotEqualTo(first);
    assertThat(link.snapshot().config().seed()).isEqualTo(6);
  }

  @Test
  void resetForgetsTransmissionsUnderWay() {
    Link link = new Link(WHITE, CLOCK);
    LinkTransmission transmission = link.open(LIMIT);
    transmission.carry(zeros(10));

    link.reset(OptionalLong.empty());
    transmission.close();

    assertThat(link.knownState().block()).isZero();
    assertThat(link.snapshot().figures()).isEqualTo(LinkFigures.ZERO);
  }

  @Test
  void figuresAddUp() {
    Link link = new Link(WHITE, CLOCK);
    try (LinkTransmission transmission = link.open(LIMIT)) {
      transmission.carry(zeros(1250));
    }
    try (LinkTransmission transmission = link.open(LIMIT)) {
      transmission.carry(zeros(5000));
      transmission.close();
    }
    link.open(LIMIT).close();

    assertThat(link.snapshot().figures())
        .isEqualTo(new LinkFigures(2, 1, 50_000, 30_000, Duration.ofMillis(30), 2));
  }

  @Test
  void propagationDelayShortensTheTimeOnTheAir() {
    Link link = new Link(WHITE.withPropagationDelay(Duration.ofMillis(5)), CLOCK);

    assertThat(link.open(LIMIT).carry(zeros(5000)).onTime()).isEqualTo(15_000);
    assertThatThrownBy(() -> link.open(Duration.ofMillis(5)))
        .isInstanceOf(InvalidLinkException.class)
        .hasMessageContaining("propagation");
  }

  @Test
  void watchersSeeChangesUntilTheyLeave() {
    Link link = new Link(WHITE, CLOCK);
    AtomicInteger seen = new AtomicInteger();
    Runnable leave = link.watch(seen::incrementAndGet);

    link.update(config -> config.withSnrDb(3));
    LinkTransmission transmission = link.open(LIMIT);
    assertThat(seen).hasValue(2);

    leave.run();
    transmission.close();
    link.reset(OptionalLong.empty());
    assertThat(seen).hasValue(2);
  }

  @Test
  void invalidChangeChangesNothing() {
    Link link = new Link(WHITE, CLOCK);

    assertThatThrownBy(() -> link.update(config -> config.withBandwidthHz(-1)))
        .isInstanceOf(InvalidLinkException.class)
        .hasMessageContaining("bandwidth_hz");
    assertThatThrownBy(() -> link.update(config -> LinkConfig.named("other")))
        .isInstanceOf(InvalidLinkException.class);
    assertThat(link.snapshot().config()).isEqualTo(WHITE);
  }

  @Test
  void imperfectKnowledgeIsReportedAndTheTruthIsNot() {
    Link link = new Link(FADING, CLOCK);
    double truth = link.knownState().gain();

    link.update(c -> c.withStateInformation(new StateInformation.MeanOnly()));
    assertThat(link.knownState().gain()).isOne();

    link.update(c -> c.withStateInformation(new StateInformation.Noisy(3)));
    double noisy = link.knownState().gain();
    assertThat(noisy).isNotEqualTo(truth).isEqualTo(link.knownState().gain());

    link.update(c -> c.withStateInformation(new StateInformation.Delayed(1)));
    link.open(LIMIT).close();
    assertThat(link.knownState().gain()).isEqualTo(truth);
    assertThat(link.snapshot().trueState().gain()).isNotEqualTo(truth);
  }

  @Test
  void seedReproducesUnderConcurrentUse() throws Exception {
    Link link = new Link(FADING, CLOCK);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<Long>>> futures = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        futures.add(
            pool.submit(
                () -> {
                  List<Long> blocks = new ArrayList<>();
                  for (int j = 0; j < 500; j++) {
                    try (LinkTransmission transmission = link.open(LIMIT)) {
                      Carried carried = transmission.carry(zeros(64));
                      blocks.add(carried.block().index());
                      assertThat(carried.block().gain())
                          .isEqualTo(
                              new Rayleigh()
                                  .process(5, Duration.ofMillis(100))
                                  .gain(carried.block().index()));
                    }
                  }
                  return blocks;
                }));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> future : futures) {
        all.addAll(future.get());
      }
      assertThat(all).doesNotHaveDuplicates().hasSize(2000);
      assertThat(link.snapshot().figures().transmissions()).isEqualTo(2000);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void newLawStartsANewRealisation() {
    Link link = new Link(WHITE, CLOCK);

    link.update(config -> config.withFading(new Rayleigh()));
    assertThat(link.knownState().gain())
        .isEqualTo(new Rayleigh().process(1, Duration.ofMillis(100)).gain(0));

    link.update(config -> config.withFading(new NoFading()));
    assertThat(link.knownState().gain()).isOne();
  }

  private static Payload zeros(int bytes) {
    return new Payload.Bytes(ByteBuffer.allocate(bytes));
  }

  private static List<Carried> run(Link link) {
    List<Carried> carried = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      try (LinkTransmission transmission = link.open(LIMIT)) {
        carried.add(transmission.carry(zeros(1000)));
        carried.add(transmission.carry(zeros(1000)));
      }
    }
    return carried;
  }
}
