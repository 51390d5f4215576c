package io.semlink.codec.entropy;

/**
 * Frequencies of the symbols {@code offset .. offset + size - 1} and of an escape that stands for
 * all others; they sum to 2^16.
 */
final class FrequencyTable {
  /** Bits of precision of the coder. */
  static final int PRECISION = 16;

  private static final int TOTAL = 1 << PRECISION;
  private static final int GUIDE_SHIFT = 8;

  private final int offset;
  private final int size;

  /** Cumulative frequencies; entry size is the escape's start, entry size + 1 the total. */
  private final int[] starts;

  /** First symbol to try for the high bits of a slot. */
  private final short[] guide;

  FrequencyTable(int offset, int[] frequencies) {
    this.offset = offset;
    this.size = frequencies.length - 1;
    this.starts = new int[frequencies.length + 1];
    for (int i = 0; i < frequencies.length; i++) {
      if (frequencies[i] < 1) {
        throw new IllegalArgumentException("frequency " + frequencies[i]);
      }
      starts[i + 1] = starts[i] + frequencies[i];
    }
    if (size < 1 || starts[frequencies.length] != TOTAL) {
      throw new IllegalArgumentException(
          size + " symbols with frequencies that sum to " + starts[frequencies.length]);
    }
    this.guide = new short[TOTAL >> GUIDE_SHIFT];
    for (int i = 0, symbol = 0; i < guide.length; i++) {
      while (starts[symbol + 1] <= i << GUIDE_SHIFT) {
        symbol++;
      }
      guide[i] = (short) symbol;
    }
  }

  int offset() {
    return offset;
  }

  /** Number of regular symbols; this is also the position of the escape. */
  int size() {
    return size;
  }

  int start(int position) {
    return starts[position];
  }

  int frequency(int position) {
    return starts[position + 1] - starts[position];
  }

  /** Position whose interval holds a slot in 0..65535. */
  int find(int slot) {
    int position = guide[slot >> GUIDE_SHIFT];
    while (starts[position + 1] <= slot) {
      position++;
    }
    return position;
  }
}
