package io.semlink.channel.modem;

import io.semlink.channel.ldpc.TransportBlockCode;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to modulate and code: an entry of the table that link adaptation chooses from.
 *
 * <p>Entries 0 to 5 are the BPSK entries of 3GPP TS 38.214, Table 6.1.4.1-2 (q = 1), 6 and 7 those
 * of Table 6.1.4.1-1, 8 to 10 continue them for links that are held to BPSK, and 11 to 38 are Table
 * 5.1.3.1-2, indices 0 to 27.
 *
 * @param index place in the table
 * @param modulation modulation
 * @param codeRate bits of payload and checksum per coded bit, in (0, 1)
 */
public record ModulationAndCoding(int index, Modulation modulation, double codeRate) {
  /** Code rates times 1024. */
  private static final double[] BPSK_RATES = {60, 80, 100, 128, 156, 198, 240, 314, 449, 602, 772};

  private static final double[] QPSK_RATES = {120, 193, 308, 449, 602};
  private static final double[] QAM16_RATES = {378, 434, 490, 553, 616, 658};
  private static final double[] QAM64_RATES = {466, 517, 567, 616, 666, 719, 772, 822, 873};
  private static final double[] QAM256_RATES = {682.5, 711, 754, 797, 841, 885, 916.5, 948};

  /** Code rate up to which blocks are so short that base graph 2 serves them (38.212, 7.2.2). */
  private static final double LOW_RATE = 0.25;

  private static final int LOW_RATE_PAYLOAD_BITS = 3824;

  private static final List<ModulationAndCoding> TABLE = table();

  /**
   * Returns all entries.
   *
   * @return entries in the order of their indices
   */
  public static List<ModulationAndCoding> all() {
    return TABLE;
  }

  /**
   * Returns an entry.
   *
   * @param index place in the table
   * @return that entry
   * @throws IllegalArgumentException if there is none
   */
  public static ModulationAndCoding of(int index) {
    if (index < 0 || index >= TABLE.size()) {
      throw new IllegalArgumentException(
          "coding index must be 0 to %d, but is %d".formatted(TABLE.size() - 1, index));
    }
    return TABLE.get(index);
  }

  /**
   * Returns how much a symbol carries.
   *
   * @return bits of payload and checksum per symbol, which is bit/s/Hz
   */
  public double spectralEfficiency() {
    return modulation.bitsPerSymbol() * codeRate;
  }

  /**
   * Returns how many symbols a block takes.
   *
   * @param bits payload and checksum
   * @return symbols of one round
   */
  public int symbols(int bits) {
    return (int) Math.ceil(bits / spectralEfficiency());
  }

  /**
   * Returns into how many transport blocks a message is split.
   *
   * @param bytes length of the message, at least 0
   * @return the least number that the code's largest block allows
   */
  public int transportBlocks(int bytes) {
    int bits = codeRate <= LOW_RATE ? LOW_RATE_PAYLOAD_BITS : TransportBlockCode.MAX_PAYLOAD_BITS;
    int most = bits / Byte.SIZE;
    return (bytes + most - 1) / most;
  }

  private static List<ModulationAndCoding> table() {
    List<ModulationAndCoding> table = new ArrayList<>();
    append(table, Modulation.BPSK, BPSK_RATES);
    append(table, Modulation.QPSK, QPSK_RATES);
    append(table, Modulation.QAM16, QAM16_RATES);
    append(table, Modulation.QAM64, QAM64_RATES);
    append(table, Modulation.QAM256, QAM256_RATES);
    return List.copyOf(table);
  }

  private static void append(
      List<ModulationAndCoding> table, Modulation modulation, double[] rates) {
    for (double rate : rates) {
      table.add(new ModulationAndCoding(table.size(), modulation, rate / 1024));
    }
  }
}
