package io.semlink.codec.entropy;

/**
 * How values outside a table are coded: a sign bit, then the excess over the table's end in an
 * Exp-Golomb code, all as equiprobable bits.
 */
final class Escape {
  /** Greatest magnitude of any value. */
  static final int MAX_MAGNITUDE = 1 << 20;

  /** Longest suffix: tables lie within 16-bit values, so excesses are below 2^21 - 1. */
  static final int MAX_SUFFIX = 20;

  private Escape() {}

  static boolean below(FrequencyTable table, int symbol) {
    return symbol < table.offset();
  }

  static int excess(FrequencyTable table, int symbol) {
    return below(table, symbol)
        ? table.offset() - 1 - symbol
        : symbol - table.offset() - table.size();
  }

  static int symbol(FrequencyTable table, boolean below, int excess) {
    return below ? table.offset() - 1 - excess : table.offset() + table.size() + excess;
  }

  /** Bits after the leading one of excess + 1: also the length of its unary prefix. */
  static int suffixLength(int excess) {
    return 31 - Integer.numberOfLeadingZeros(excess + 1);
  }

  static int bits(FrequencyTable table, int symbol) {
    return 2 + 2 * suffixLength(excess(table, symbol));
  }
}
