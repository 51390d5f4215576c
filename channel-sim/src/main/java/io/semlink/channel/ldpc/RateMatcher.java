package io.semlink.channel.ldpc;

/**
 * Rate matching of one code block (TS 38.212, 5.4.2), without a limited buffer.
 *
 * <p>The codeword without its punctured bits is a circular buffer; a redundancy version says where
 * reading starts, and filler bits are left out. The bits read are then interleaved so that the
 * first of them, the systematic ones of version 0, take the most reliable bits of each symbol.
 */
final class RateMatcher {
  /** Start of reading in units of the lifting size, by redundancy version (Table 5.4.2.1-2). */
  private static final int[] START_BG1 = {0, 17, 33, 56};

  private static final int[] START_BG2 = {0, 13, 25, 43};

  private final int length;
  private final int fillerStart;
  private final int fillerEnd;
  private final int[] starts;

  /**
   * Describes the circular buffer of a code.
   *
   * @param informationBits payload and CRC; the bits from there to K are filler
   */
  RateMatcher(LdpcCode code, int informationBits) {
    int punctured = BaseGraph.PUNCTURED_COLUMNS * code.liftingSize();
    this.length = code.length() - punctured;
    this.fillerStart = informationBits - punctured;
    this.fillerEnd = code.informationBits() - punctured;
    int[] units = code.graph() == BaseGraph.BG1 ? START_BG1 : START_BG2;
    this.starts = new int[units.length];
    for (int version = 0; version < units.length; version++) {
      starts[version] = units[version] * code.liftingSize();
    }
  }

  /** N: bits in the circular buffer. */
  int length() {
    return length;
  }

  int fillerStart() {
    return fillerStart;
  }

  int fillerEnd() {
    return fillerEnd;
  }

  /**
   * Finds which bit of the circular buffer each coded bit is.
   *
   * @param redundancyVersion 0 to 3
   * @param codedBits bits to send, a positive multiple of {@code bitsPerSymbol}
   * @param bitsPerSymbol 1, 2, 4, 6 or 8
   * @return positions in the circular buffer, in the order of sending
   * @throws IllegalArgumentException if an argument is out of range
   */
  int[] positions(int redundancyVersion, int codedBits, int bitsPerSymbol) {
    requireSendable(redundancyVersion, codedBits, bitsPerSymbol);
    int[] positions = new int[codedBits];
    int symbols = codedBits / bitsPerSymbol;
    int position = starts[redundancyVersion];
    for (int bit = 0; bit < bitsPerSymbol; bit++) {
      for (int symbol = 0; symbol < symbols; symbol++) {
        if (position >= fillerStart && position < fillerEnd) {
          position = fillerEnd;
        }
        positions[symbol * bitsPerSymbol + bit] = position;
        position++;
        if (position == length) {
          position = 0;
        }
      }
    }
    return positions;
  }

  private static void requireSendable(int redundancyVersion, int codedBits, int bitsPerSymbol) {
    if (redundancyVersion < 0 || redundancyVersion > 3) {
      throw new IllegalArgumentException(
          "redundancyVersion must be 0 to 3, but is " + redundancyVersion);
    }
    if (bitsPerSymbol != 1
        && bitsPerSymbol != 2
        && bitsPerSymbol != 4
        && bitsPerSymbol != 6
        && bitsPerSymbol != 8) {
      throw new IllegalArgumentException(
          "bitsPerSymbol must be 1, 2, 4, 6 or 8, but is " + bitsPerSymbol);
    }
    if (codedBits <= 0 || codedBits % bitsPerSymbol != 0) {
      throw new IllegalArgumentException(
          "coded bits must be a positive multiple of the "
              + bitsPerSymbol
              + " bits of a symbol, but are "
              + codedBits);
    }
  }
}
