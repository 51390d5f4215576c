package io.semlink.channel.air;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.FadingProcess;
import io.semlink.channel.physics.RandomStreams;
import io.semlink.channel.physics.Rayleigh;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CapacityTransmissionTest {
  private static final LinkModel MODEL = new CapacityModel();

  @Test
  void exactlyTheCapacityFits() {
    Transmission transmission = begin(constant(0.0, 1e6), Duration.ofMillis(20));

    Carried carried = transmission.carry(zeros(2500));

    assertThat(carried.onTime()).isEqualTo(20_000);
    assertThat(carried.end()).isEqualTo(Duration.ofMillis(20));
    assertThat(transmission.outage()).isFalse();
  }

  @Test
  void oneByteMoreIsCut() {
    Transmission transmission = begin(constant(0.0, 1e6), Duration.ofMillis(20));

    Carried carried = transmission.carry(zeros(2501));

    assertThat(carried.onTime()).isEqualTo(20_000);
    assertThat(bytes(carried).remaining()).isEqualTo(2500);
    assertThat(carried.outage()).isTrue();
    assertThat(transmission.outage()).isTrue();
    assertThat(transmission.elapsed()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void nothingArrivesAfterTheCut() {
    Transmission transmission = begin(constant(0.0, 1e6), Duration.ofMillis(20));
    transmission.carry(zeros(2501));

    Carried carried = transmission.carry(zeros(1));

    assertThat(carried.onTime()).isZero();
    assertThat(bytes(carried).remaining()).isZero();
    assertThat(carried.airTime()).isZero();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/io/semlink/channel/physics/awgn_budget.csv", numLinesToSkip = 1)
  void cutLeavesTheWholeBudget(double snrDb, double capacityBps, double bits20, double bits30) {
    for (int ms : new int[] {20, 30}) {
      Transmission transmission = begin(constant(snrDb, 1e6), Duration.ofMillis(ms));

      Carried carried = transmission.carry(zeros(1 << 20));

      assertThat(carried.onTime()).isEqualTo((long) (ms == 20 ? bits20 : bits30));
    }
  }

  @Test
  void segmentIsPaidAtTheRateOfEveryBlockItMeets() {
    List<Block> blocks = new ArrayList<>();
    // At 0 dB a gain of 1 gives 1 Mbit/s, a gain of 3 gives 2 Mbit/s; a gain of 0 carries nothing.
    double[] gains = {1, 3, 0, 1};
    for (int i = 0; i < gains.length; i++) {
      blocks.add(new Block(i, gains[i], 0.0, 1e6, Duration.ofMillis(1)));
    }
    Transmission transmission = begin(blocks.iterator()::next, Duration.ofMillis(4));

    Carried first = transmission.carry(zeros(250));
    Carried second = transmission.carry(zeros(150));

    assertThat(first.end()).isEqualTo(Duration.ofMillis(1).plusNanos(500_000));
    assertThat(second.begin()).isEqualTo(first.end());
    assertThat(second.end()).isEqualTo(Duration.ofMillis(3).plusNanos(200_000));
    assertThat(second.block().index()).isEqualTo(3);
  }

  @Test
  void deadChannelDeliversNothing() {
    Transmission transmission =
        begin(() -> new Block(0, 0.0, 0.0, 1e6, Duration.ofMillis(1)), Duration.ofMillis(5));

    assertThat(transmission.carry(zeros(1)).onTime()).isZero();
    assertThat(transmission.elapsed()).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void emptySegmentTakesNoTime() {
    Transmission transmission = begin(constant(0.0, 1e6), Duration.ofMillis(5));

    Carried carried = transmission.carry(zeros(0));

    assertThat(carried.outage()).isFalse();
    assertThat(carried.airTime()).isZero();
  }

  @Test
  void bytesOutsideTheBuffersWindowAreNotSent() {
    Transmission transmission = begin(constant(0.0, 1e6), Duration.ofMillis(5));
    ByteBuffer window = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);

    ByteBuffer received = bytes(transmission.carry(new Payload.Bytes(window)));

    assertThat(received).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
    assertThat(window.position()).isEqualTo(1);
  }

  @Test
  void limitMustBePositive() {
    assertThatThrownBy(() -> begin(constant(0.0, 1e6), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit");
  }

  /**
   * Random blocks, random segments: bits add up, times do not go back, how a message is divided
   * does not matter, and the bits on time equal the sum over blocks done in exact decimal
   * arithmetic.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void accountsAddUp(long seed) {
    UniformRandomProvider random = RandomStreams.open(seed, 0);
    for (int round = 0; round < 200; round++) {
      double snrDb = random.nextDouble(-10, 30);
      double bandwidthHz = random.nextDouble(1e3, 1e7);
      Duration blockDuration = Duration.ofNanos(random.nextLong(100_000, 20_000_000));
      Duration limit = Duration.ofNanos(random.nextLong(1, 50_000_000));
      List<Block> met = new ArrayList<>();
      Transmission transmission =
          begin(recorded(met, seed, snrDb, bandwidthHz, blockDuration), limit);
      long sent = 0;
      long onTime = 0;
      Duration end = Duration.ZERO;
      for (int i = 0; i < 30; i++) {
        Carried carried = transmission.carry(zeros(random.nextInt(4000)));
        sent += carried.sent();
        onTime += carried.onTime();
        assertThat(carried.begin()).as("seed %d", seed).isEqualTo(end);
        assertThat(carried.end()).isBetween(end, limit);
        assertThat(bytes(carried).remaining()).isEqualTo((int) (carried.onTime() / 8));
        end = carried.end();
      }

      BigDecimal budget = budget(met, limit);
      String where = "seed %d, round %d".formatted(seed, round);
      if (transmission.outage()) {
        assertThat((double) onTime).as(where).isCloseTo(budget.doubleValue(), within(1.0 + 1e-6));
        assertThat(BigDecimal.valueOf(onTime)).isLessThan(budget.add(new BigDecimal("1e-6")));
        assertThat(end).isEqualTo(limit);
      } else {
        assertThat(onTime).as(where).isEqualTo(sent);
      }

      Transmission whole =
          begin(recorded(new ArrayList<>(), seed, snrDb, bandwidthHz, blockDuration), limit);
      assertThat(whole.carry(zeros((int) (sent / 8))).onTime()).as(where).isEqualTo(onTime);
      assertThat(whole.elapsed()).isEqualTo(end);
    }
  }

  private static BigDecimal budget(List<Block> met, Duration limit) {
    BigDecimal bits = BigDecimal.ZERO;
    long start = 0;
    for (Block block : met) {
      long used = Math.min(block.duration().toNanos(), limit.toNanos() - start);
      bits =
          bits.add(
              new BigDecimal(block.capacityBps())
                  .multiply(BigDecimal.valueOf(used))
                  .divide(BigDecimal.valueOf(1_000_000_000), 12, RoundingMode.HALF_EVEN));
      start += block.duration().toNanos();
    }
    return bits;
  }

  private static BlockSource recorded(
      List<Block> met, long seed, double snrDb, double bandwidthHz, Duration duration) {
    FadingProcess process = new Rayleigh().process(seed, duration);
    return () -> {
      Block block = new Block(met.size(), process.gain(met.size()), snrDb, bandwidthHz, duration);
      met.add(block);
      return block;
    };
  }

  private static Transmission begin(BlockSource blocks, Duration limit) {
    Air air = new Air(blocks, MODEL::unitsPerSecond);
    return MODEL.begin(air, new Terms(0, limit, 1.0, 0, 0));
  }

  private static Payload zeros(int bytes) {
    return new Payload.Bytes(ByteBuffer.allocate(bytes));
  }

  private static ByteBuffer bytes(Carried carried) {
    return ((Payload.Bytes) carried.received()).buffer();
  }

  private static BlockSource constant(double snrDb, double bandwidthHz) {
    return () -> new Block(0, 1.0, snrDb, bandwidthHz, Duration.ofMillis(7));
  }
}
