package io.semlink.channel.air;

import io.semlink.channel.ldpc.LdpcDecoder;
import io.semlink.channel.modem.LinkAdaptation;
import io.semlink.channel.modem.ModulationAndCoding;
import io.semlink.channel.physics.Block;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Bytes as coded and modulated symbols: transport blocks with a checksum and an LDPC code of 3GPP
 * TS 38.212, QAM of 38.211, soft demapping, and hybrid ARQ with soft combining until the deadline.
 *
 * @param maxBitsPerSymbol most coded bits per symbol that may be chosen: 1, 2, 4, 6 or 8
 * @param targetBlockErrorRate share of blocks that may fail at the first try, 0.001 to 0.1; decides
 *     the choice
 * @param harqRounds times a block is sent at most, 1 to 8
 * @param harqRoundTrip least time from the end of a block that failed to the beginning of its next
 *     round, 0 to 1 s
 * @param decoderIterations iterations of the decoder at most, 1 to 200
 * @param codingIndex entry of {@link ModulationAndCoding} to use; empty if the SNR decides
 */
public record SymbolsModel(
    int maxBitsPerSymbol,
    double targetBlockErrorRate,
    int harqRounds,
    Duration harqRoundTrip,
    int decoderIterations,
    OptionalInt codingIndex)
    implements LinkModel {
  /** Length of the blocks by which the usable rate is reckoned; longer ones do better. */
  private static final int PLANNED_BYTES = 125;

  private static final int CHECKSUM_BITS = 16;

  private static final Set<Integer> BITS_PER_SYMBOL = Set.of(1, 2, 4, 6, 8);

  /** What is used where nothing else is said: 256-QAM, 1 %, 4 rounds, 1 ms, 20 iterations. */
  public static final SymbolsModel DEFAULT =
      new SymbolsModel(
          8,
          0.01,
          4,
          Duration.ofMillis(1),
          LdpcDecoder.DEFAULT_MAX_ITERATIONS,
          OptionalInt.empty());

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside its range
   */
  public SymbolsModel {
    require(
        BITS_PER_SYMBOL.contains(maxBitsPerSymbol),
        "bits per symbol must be 1, 2, 4, 6 or 8, but are " + maxBitsPerSymbol);
    require(
        targetBlockErrorRate >= 0.001 && targetBlockErrorRate <= 0.1,
        "block error rate must be 0.001 to 0.1, but is " + targetBlockErrorRate);
    require(harqRounds >= 1 && harqRounds <= 8, "rounds must be 1 to 8, but are " + harqRounds);
    require(
        !harqRoundTrip.isNegative() && harqRoundTrip.compareTo(Duration.ofSeconds(1)) <= 0,
        "round trip must be 0 to 1 s, but is " + harqRoundTrip);
    require(
        decoderIterations >= 1 && decoderIterations <= 200,
        "decoder iterations must be 1 to 200, but are " + decoderIterations);
    codingIndex.ifPresent(ModulationAndCoding::of);
  }

  @Override
  public String name() {
    return "symbols";
  }

  @Override
  public Class<? extends Payload> carries() {
    return Payload.Bytes.class;
  }

  @Override
  public double unitsPerSecond(Block block) {
    return block.bandwidthHz();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The rate of transport blocks of 1000 bits, less the share of them that is expected to need a
   * second round. Waiting for a round trip is not in it.
   */
  @Override
  public double usableRateBps(double bandwidthHz, double reportedSnr) {
    return choose(reportedSnr, PLANNED_BYTES)
        .map(
            entry -> {
              int bits = PLANNED_BYTES * Byte.SIZE;
              return bandwidthHz
                  * bits
                  / entry.symbols(bits + CHECKSUM_BITS)
                  * (1.0 - targetBlockErrorRate);
            })
        .orElse(0.0);
  }

  @Override
  public Transmission begin(Air air, Terms terms) {
    return new SymbolsTransmission(this, air, terms);
  }

  /** Returns the entry for a message; empty if the SNR is too low for all. */
  Optional<ModulationAndCoding> choose(double reportedSnr, int messageBytes) {
    if (codingIndex.isPresent()) {
      return Optional.of(ModulationAndCoding.of(codingIndex.getAsInt()));
    }
    return LinkAdaptation.choose(reportedSnr, messageBytes, targetBlockErrorRate, maxBitsPerSymbol);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
