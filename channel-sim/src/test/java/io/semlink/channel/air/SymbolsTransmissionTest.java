package io.semlink.channel.air;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.semlink.channel.modem.LinkAdaptation;
import io.semlink.channel.modem.ModulationAndCoding;
import io.semlink.channel.physics.Capacity;
import io.semlink.channel.physics.Decibels;
import io.semlink.channel.physics.RandomStreams;
import io.semlink.channel.physics.Rayleigh;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SymbolsTransmissionTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long SEED = 12;

  /** QPSK at rate 449/1024, 16-QAM at 658/1024 and 256-QAM at 948/1024. */
  private static final int QPSK_449 = 14;

  private static final int QAM16_658 = 21;
  private static final int QAM256_948 = 38;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 33, 1053, 1054, 5000, 20_000})
  void bytesArriveAsTheyWereSentAtHighSnr(int length) {
    ByteBuffer sent = bytes(length);

    Carried carried = send(SymbolsModel.DEFAULT, 40, 35, sent);

    assertThat(received(carried)).isEqualTo(sent);
    assertThat(carried.onTime()).isEqualTo(8L * length);
    assertThat(account(carried).transportBlocks()).isEqualTo((length + 1052) / 1053);
    assertThat(account(carried).firstTryErrors()).isZero();
  }

  @Test
  void knownSnrDecidesOverModulation() {
    ByteBuffer sent = bytes(1000);

    assertThat(account(send(SymbolsModel.DEFAULT, 40, -5, sent)).bitsPerSymbol()).isEqualTo(2);
    assertThat(account(send(SymbolsModel.DEFAULT, 40, 8, sent)).bitsPerSymbol()).isEqualTo(4);
    assertThat(account(send(SymbolsModel.DEFAULT, 40, 15, sent)).bitsPerSymbol()).isEqualTo(6);
    assertThat(account(send(SymbolsModel.DEFAULT, 40, 30, sent)).bitsPerSymbol()).isEqualTo(8);
    assertThat(account(send(held(QPSK_449, 4), 40, 30, sent)).bitsPerSymbol()).isEqualTo(2);
  }

  /** Symbols and air time are those of the modulation and code: no bit is free. */
  @Test
  void airTimeIsThatOfTheSymbols() {
    ModulationAndCoding entry = ModulationAndCoding.of(QPSK_449);

    Carried carried = send(held(QPSK_449, 4), 20, 20, bytes(1000));

    assertThat(carried.channelUses()).isEqualTo(entry.symbols(8000 + 24));
    assertThat(carried.airTime()).isEqualTo(Duration.ofNanos(1000 * carried.channelUses()));
  }

  /** Over white noise known exactly, what arrives stays below capacity and above half of it. */
  @ParameterizedTest
  @ValueSource(doubles = {-8, -3, 1.5, 6, 11, 16.5, 22, 27})
  void rateIsBelowCapacity(double snrDb) {
    double capacity = Capacity.bitsPerSecond(1e6, Decibels.toLinear(snrDb));

    Carried carried = send(SymbolsModel.DEFAULT, snrDb, snrDb, bytes(50_000));

    double rate = carried.onTime() / (carried.airTime().toNanos() * 1e-9);
    assertThat(carried.outage()).isFalse();
    assertThat(rate).isBetween(0.5 * capacity, capacity);
  }

  /**
   * Blocks fail no more often at the first try than was asked for: 400 at a target of 0.1, within 4
   * sigma of the binomial law (false alarm 3e-5 if the rate is the target itself).
   */
  @Test
  void blocksFailNoMoreThanAskedFor() {
    SymbolsModel model = new SymbolsModel(8, 0.1, 4, Duration.ofMillis(1), 20, OptionalInt.empty());
    Carried carried = send(model, 9.3, 9.3, bytes(400 * 1053));

    assertThat(account(carried).transportBlocks()).isEqualTo(400);
    assertThat(account(carried).firstTryErrors()).isLessThanOrEqualTo(40 + 24);
    assertThat(carried.outage()).isFalse();
  }

  /** Two decibels below what the code needs every block fails once, and none in the end. */
  @Test
  void combinedRoundsRepairWhatOneCannot() {
    ModulationAndCoding entry = ModulationAndCoding.of(QAM16_658);
    double snrDb = LinkAdaptation.requiredSnrDb(entry, 1000, 0.01) - 2;
    ByteBuffer sent = bytes(20 * 1053);

    Carried once = send(held(QAM16_658, 1), snrDb, snrDb, sent);
    Carried often = send(held(QAM16_658, 4), snrDb, snrDb, sent);

    assertThat(once.onTime()).isZero();
    assertThat(account(once).rounds()).isOne();
    assertThat(account(once).residualErrors()).isPositive();
    assertThat(received(often)).isEqualTo(sent);
    assertThat(account(often).firstTryErrors()).isEqualTo(20);
    assertThat(account(often).residualErrors()).isZero();
    assertThat(account(often).rounds()).isBetween(2, 3);
    assertThat(account(often).retransmissions()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void roundsAreARoundTripApart() {
    SymbolsModel model =
        new SymbolsModel(8, 0.01, 8, Duration.ofMillis(7), 20, OptionalInt.of(QAM16_658));
    double snrDb = LinkAdaptation.requiredSnrDb(ModulationAndCoding.of(QAM16_658), 1000, 0.01) - 6;

    Carried one = send(model, snrDb, snrDb, bytes(1000));
    Carried many = send(model, snrDb, snrDb, bytes(10 * 1000));

    CodingAccount account = account(one);
    assertThat(account.retransmissions()).isGreaterThanOrEqualTo(2);
    assertThat(account.waiting()).isEqualTo(Duration.ofMillis(7L * account.retransmissions()));
    assertThat(one.airTime()).isEqualTo(account.waiting().plusNanos(1000 * one.channelUses()));
    // Others are sent while one waits.
    assertThat(account(many).retransmissions()).isGreaterThan(account.retransmissions());
    assertThat(account(many).waiting()).isLessThan(account.waiting());
  }

  /**
   * Half of the symbols meet a dead block: too much for a high code rate, nothing for a low one.
   */
  @Test
  void blockOfSymbolsMeetsEveryGainOnItsWay() {
    ModulationAndCoding strong = ModulationAndCoding.of(10 + 1);
    ByteBuffer sent = bytes(400);
    Duration half = Duration.ofNanos(strong.symbols(3200 + 16) * 500L);

    for (int index : new int[] {strong.index(), QAM256_948}) {
      Duration block = index == QAM256_948 ? half.dividedBy(30) : half;
      Carried carried =
          begin(held(index, 1), Blocks.of(40, block, 1.0, 0.0), LIMIT, 40, 0)
              .carry(new Payload.Bytes(sent));
      assertThat(carried.outage()).isEqualTo(index == QAM256_948);
    }
  }

  @Test
  void residualErrorEndsTheTransmission() {
    Transmission transmission =
        begin(held(QAM256_948, 2), Blocks.of(35, Duration.ofMillis(3), 1, 0, 0, 0), LIMIT, 35, 0);

    Carried cut = transmission.carry(new Payload.Bytes(bytes(20_000)));
    Carried after = transmission.carry(new Payload.Bytes(bytes(10)));

    assertThat(cut.onTime()).isPositive().isLessThan(160_000);
    assertThat(account(cut).residualErrors()).isPositive();
    assertThat(transmission.outage()).isTrue();
    assertThat(after.onTime()).isZero();
    assertThat(after.channelUses()).isZero();
  }

  /**
   * Whatever the fading, the limit and the knowledge: what arrives is a prefix of whole transport
   * blocks, in time, and nothing follows a cut.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void prefixesArriveWithinTheLimit(long seed) {
    UniformRandomProvider random = RandomStreams.open(seed, 0);
    int cuts = 0;
    for (int round = 0; round < 25; round++) {
      double snrDb = random.nextDouble(-5, 25);
      Duration limit = Duration.ofNanos(random.nextLong(1_000_000, 60_000_000));
      Duration block = Duration.ofNanos(random.nextLong(500_000, 20_000_000));
      Transmission transmission =
          begin(
              SymbolsModel.DEFAULT,
              Blocks.fading(new Rayleigh(), snrDb, block, seed),
              limit,
              snrDb - 2,
              round);
      boolean cut = false;
      for (int i = 0; i < 4; i++) {
        ByteBuffer sent = bytes(random.nextInt(4000));
        Carried carried = transmission.carry(new Payload.Bytes(sent));
        ByteBuffer received = received(carried);

        assertThat(received).isEqualTo(sent.slice(0, received.remaining()));
        assertThat(carried.onTime()).isEqualTo(8L * received.remaining());
        assertThat(carried.end()).isLessThanOrEqualTo(limit);
        assertThat(cut && carried.onTime() > 0).isFalse();
        cut |= carried.outage();
      }
      cuts += cut ? 1 : 0;
    }
    assertThat(cuts).as("cut messages").isBetween(1, 24);
  }

  @Test
  void sameSeedGivesTheSameErrors() {
    Payload.Bytes sent = new Payload.Bytes(bytes(30_000));
    Carried[] carried = new Carried[2];
    for (int i = 0; i < carried.length; i++) {
      BlockSource blocks = Blocks.fading(new Rayleigh(), 10, Duration.ofMillis(2), SEED);
      carried[i] = begin(SymbolsModel.DEFAULT, blocks, LIMIT, 9, 3).carry(sent);
    }

    assertThat(account(carried[0]).firstTryErrors()).isPositive();
    assertThat(carried[1]).isEqualTo(carried[0]);
  }

  /** Sent once at an SNR at which a tenth fails, messages end where their first block fails. */
  @Test
  void everyTransmissionHasNoiseOfItsOwn() {
    double snrDb = LinkAdaptation.requiredSnrDb(ModulationAndCoding.of(QPSK_449), 1053, 0.1);
    Set<Long> lengths = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      Transmission transmission = begin(held(QPSK_449, 1), Blocks.constant(snrDb), LIMIT, snrDb, i);
      lengths.add(transmission.carry(new Payload.Bytes(bytes(60 * 1053))).onTime());
    }

    assertThat(lengths).hasSizeGreaterThan(2);
  }

  /**
   * Messages as long as the usable rate allows arrive in time, though not in blocks of 1000 bits.
   */
  @ParameterizedTest
  @ValueSource(doubles = {-6, 0, 5, 10, 17, 24})
  void usableRateCanBeUsed(double snrDb) {
    SymbolsModel model = new SymbolsModel(8, 0.001, 4, Duration.ZERO, 20, OptionalInt.empty());
    double rate = model.usableRateBps(1e6, Decibels.toLinear(snrDb));
    Transmission transmission =
        begin(model, Blocks.constant(snrDb), Duration.ofMillis(20), snrDb, 0);

    Carried carried = transmission.carry(new Payload.Bytes(bytes((int) (rate * 0.020 / 8))));

    assertThat(carried.outage()).isFalse();
    assertThat(rate).isLessThan(Capacity.bitsPerSecond(1e6, Decibels.toLinear(snrDb)));
  }

  @Test
  void belowTheMostRobustEntryNoRateIsUsable() {
    assertThat(SymbolsModel.DEFAULT.usableRateBps(1e6, Decibels.toLinear(-20))).isZero();
    assertThat(SymbolsModel.DEFAULT.usableRateBps(1e6, 0.0)).isZero();
    assertThat(account(send(SymbolsModel.DEFAULT, 0, -20, bytes(10))).codeRate())
        .isEqualTo(ModulationAndCoding.of(0).codeRate());
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> held(39, 4))
        .withMessage("coding index must be 0 to 38, but is 39");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> held(0, 9))
        .withMessage("rounds must be 1 to 8, but are 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SymbolsModel(3, 0.01, 4, Duration.ZERO, 20, OptionalInt.empty()))
        .withMessageContaining("bits per symbol");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SymbolsModel(8, 0.5, 4, Duration.ZERO, 20, OptionalInt.empty()))
        .withMessageContaining("0.001 to 0.1");
  }

  /** A link held to one entry of the table. */
  private static SymbolsModel held(int codingIndex, int rounds) {
    return new SymbolsModel(8, 0.01, rounds, Duration.ofMillis(1), 20, OptionalInt.of(codingIndex));
  }

  private static Carried send(SymbolsModel model, double snrDb, double knownDb, ByteBuffer sent) {
    return begin(model, Blocks.constant(snrDb), LIMIT, knownDb, 0).carry(new Payload.Bytes(sent));
  }

  private static Transmission begin(
      SymbolsModel model, BlockSource blocks, Duration limit, double knownDb, long transmission) {
    return model.begin(
        new Air(blocks, model::unitsPerSecond),
        new Terms(0, limit, Decibels.toLinear(knownDb), SEED, transmission));
  }

  private static ByteBuffer received(Carried carried) {
    return ((Payload.Bytes) carried.received()).buffer();
  }

  private static CodingAccount account(Carried carried) {
    return carried.coding().orElseThrow();
  }

  private static ByteBuffer bytes(int count) {
    byte[] bytes = new byte[count];
    RandomStreams.open(SEED, count).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
