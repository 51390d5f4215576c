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

  /** By position, the escape last: cumulative frequency in the high half, frequency in the low. */
  private final int[] intervals;

  /** First position to try for the high bits of a slot. */
  private final char[] guide;

  FrequencyTable(int offset, int[] frequencies) {
    this.offset = offset;
    this.size = frequencies.length - 1;
    this.intervals = new int[frequencies.length];
    this.guide = new char[TOTAL >> GUIDE_SHIFT];
    int sum = 0;
    int slice = 0;
    for (int i = 0; i < frequencies.length; i++) {
      if (frequencies[i] < 1 || frequencies[i] >= TOTAL - sum + (i == size ? 1 : 0)) {
        throw new IllegalArgumentException("frequency " + frequencies[i] + " after " + sum);
      }
      intervals[i] = sum << PRECISION | frequencies[i];
      sum += frequencies[i];
      while (slice < guide.length && slice << GUIDE_SHIFT < sum) {
        guide[slice++] = (char) i;
      }
    }
    if (size < 1 || sum != TOTAL) {
      throw new IllegalArgumentException(size + " symbols with frequencies that sum to " + sum);
    }
  }

  int offset() {
    return offset;
  }

  /** Number of regular symbols; this is also the position of the escape. */
  int size() {
    return size;
  }

  /** Interval of a position: start in the high half, frequency in the low. */
  int interval(int position) {
    return intervals[position];
  }

  static int start(int interval) {
    return interval >>> PRECISION;
  }

  static int frequency(int interval) {
    return interval & (TOTAL - 1);
  }

  /** Position whose interval holds a slot in 0..65535. */
  int find(int slot) {
    int position = guide[slot >> GUIDE_SHIFT];
    while (slot - start(intervals[position]) >= frequency(intervals[position])) {
      position++;
    }
    return position;
  }
}
