package io.semlink.codec.entropy;

import java.util.Arrays;

/**
 * Range asymmetric numeral system (rANS) encoder: Duda, "Asymmetric numeral systems", 2013,
 * arXiv:1311.2540.
 *
 * <p>The state is renormalised by 16-bit words to [2^32, 2^48), so with 16-bit frequencies the loss
 * against the ideal code length is below 10^-4. It starts at 2^16 and may grow into that range,
 * which costs two bytes and not four, and it is written without leading zero bytes: a stream of
 * more than six bytes starts with a state of five or six so that an even number is left for the
 * words. rANS decodes in the reverse order of encoding: intervals are noted first and coded
 * backwards at the end.
 */
public final class SymbolEncoder {
  static final long LOWEST_STATE = 1L << 32;
  static final long FIRST_STATE = 1L << 16;
  static final int MAX_STATE_BYTES = 6;
  private static final int HALF = 1 << (FrequencyTable.PRECISION - 1);

  private final EntropyTables tables;

  /** Interval starts in the high, frequencies in the low half. */
  private int[] intervals = new int[1024];

  private int count;

  /** Creates an encoder for one stream. */
  public SymbolEncoder(EntropyTables tables) {
    this.tables = tables;
  }

  /**
   * Adds a symbol.
   *
   * @param symbol any value of magnitude at most 2^20; those outside the table are escaped
   * @throws IllegalArgumentException if the symbol is larger
   */
  public void put(int table, int symbol) {
    FrequencyTable t = tables.get(table);
    int position = symbol - t.offset();
    if (position >= 0 && position < t.size()) {
      note(t.interval(position));
    } else {
      putEscaped(t, symbol);
    }
  }

  private void putEscaped(FrequencyTable table, int symbol) {
    if (Math.abs((long) symbol) > Escape.MAX_MAGNITUDE) {
      throw new IllegalArgumentException("symbol " + symbol + " is too large");
    }
    note(table.interval(table.size()));
    int excess = Escape.excess(table, symbol);
    int length = Escape.suffixLength(excess);
    putBit(Escape.below(table, symbol));
    for (int i = 0; i < length; i++) {
      putBit(true);
    }
    putBit(false);
    for (int i = length - 1; i >= 0; i--) {
      putBit((excess + 1 >> i & 1) == 1);
    }
  }

  private void putBit(boolean bit) {
    note(bit ? HALF << FrequencyTable.PRECISION | HALF : HALF);
  }

  private void note(int interval) {
    if (count == intervals.length) {
      intervals = Arrays.copyOf(intervals, 2 * count);
    }
    intervals[count++] = interval;
  }

  /** Codes all symbols: the final state, then the words in the order the decoder reads them. */
  public byte[] finish() {
    byte[] buffer = new byte[2 * count + MAX_STATE_BYTES];
    int at = buffer.length;
    long state = FIRST_STATE;
    for (int i = count - 1; i >= 0; i--) {
      int frequency = FrequencyTable.frequency(intervals[i]);
      int start = FrequencyTable.start(intervals[i]);
      if (state >= (long) frequency << 32) {
        buffer[--at] = (byte) state;
        buffer[--at] = (byte) (state >> 8);
        state >>>= 16;
      }
      state = (state / frequency << FrequencyTable.PRECISION) + state % frequency + start;
    }
    for (; state != 0; state >>>= 8) {
      buffer[--at] = (byte) state;
    }
    return Arrays.copyOfRange(buffer, at, buffer.length);
  }
}
