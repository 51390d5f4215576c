package io.semlink.codec.entropy;

/** Decodes what {@link SymbolEncoder} wrote; never reads past its input and never loops. */
public final class SymbolDecoder {
  private final EntropyTables tables;
  private final byte[] data;
  private int at;
  private long state;

  /**
   * Starts decoding a stream.
   *
   * @throws DecodeException if it is too short or its state is out of range
   */
  public SymbolDecoder(EntropyTables tables, byte[] data) {
    this.tables = tables;
    this.data = data;
    int stateBytes = SymbolEncoder.MAX_STATE_BYTES;
    if (data.length <= stateBytes) {
      stateBytes = data.length;
    } else if (data.length % 2 != 0) {
      stateBytes--;
    }
    for (int i = 0; i < stateBytes; i++) {
      state = state << 8 | data[at++] & 0xFF;
    }
    if (state < SymbolEncoder.FIRST_STATE || state >>> 8 * (stateBytes - 1) == 0) {
      throw new DecodeException(0, "entropy coder state out of range");
    }
  }

  /**
   * Decodes the next symbol.
   *
   * @throws DecodeException if the stream ends early or an escaped value is out of range
   */
  public int next(int table) {
    FrequencyTable t = tables.get(table);
    int slot = (int) state & 0xFFFF;
    int position = t.find(slot);
    int interval = t.interval(position);
    advance(FrequencyTable.frequency(interval), slot - FrequencyTable.start(interval));
    return position < t.size() ? t.offset() + position : nextEscaped(t);
  }

  private int nextEscaped(FrequencyTable table) {
    boolean below = nextBit();
    int length = 0;
    while (nextBit()) {
      if (++length > Escape.MAX_SUFFIX) {
        throw new DecodeException(at, "escaped value out of range");
      }
    }
    int value = 1;
    for (int i = 0; i < length; i++) {
      value = value << 1 | (nextBit() ? 1 : 0);
    }
    int symbol = Escape.symbol(table, below, value - 1);
    if (Math.abs(symbol) > Escape.MAX_MAGNITUDE) {
      throw new DecodeException(at, "escaped value out of range");
    }
    return symbol;
  }

  private boolean nextBit() {
    int slot = (int) state & 0xFFFF;
    int half = 1 << (FrequencyTable.PRECISION - 1);
    advance(half, slot & (half - 1));
    return slot >= half;
  }

  private void advance(int frequency, int rest) {
    state = frequency * (state >>> FrequencyTable.PRECISION) + rest;
    if (state < SymbolEncoder.LOWEST_STATE) {
      refill();
    }
  }

  /** Reads a word; where there is none the decoder has come to the encoder's first symbols. */
  private void refill() {
    if (at < data.length) {
      state = state << 16 | (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
      at += 2;
    } else if (state < SymbolEncoder.FIRST_STATE) {
      throw new DecodeException(at, "entropy-coded stream is cut short");
    }
  }

  /**
   * Checks that exactly what was encoded has been decoded.
   *
   * @throws DecodeException if bytes are left or the state is not the encoder's first
   */
  public void finish() {
    if (at != data.length || state != SymbolEncoder.FIRST_STATE) {
      throw new DecodeException(at, "entropy-coded stream does not end where it should");
    }
  }
}
