package io.semlink.codec.entropy;

/** Decodes what {@link BinaryEncoder} wrote; beyond its end the input counts as zeros. */
public final class BinaryDecoder {
  private final byte[] data;
  private int at;
  private long low;
  private long high = BinaryEncoder.FIRST_HIGH;
  private long value;

  /** Starts decoding a stream. */
  public BinaryDecoder(byte[] data) {
    this.data = data;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << 8 | read();
    }
    if (value > high) {
      throw new DecodeException(0, "not an arithmetic-coded stream");
    }
  }

  /** Decodes a bit and lets the probability learn. */
  public boolean next(AdaptiveBit probability) {
    long middle = low + ((high - low) * probability.one() >>> 16);
    boolean bit = value <= middle;
    if (bit) {
      high = middle;
    } else {
      low = middle + 1;
    }
    probability.update(bit);
    while ((low ^ high) >>> 24 == 0) {
      low = low << 8 & BinaryEncoder.MASK;
      high = high << 8 & BinaryEncoder.MASK | 0xFF;
      value = value << 8 & BinaryEncoder.MASK | read();
    }
    return bit;
  }

  private int read() {
    int next = at < data.length ? data[at] & 0xFF : 0;
    at++;
    return next;
  }

  /**
   * Checks that the stream ends within the bytes that were looked at.
   *
   * @throws DecodeException if bytes are left
   */
  public void finish() {
    if (at < data.length) {
      throw new DecodeException(at, "bytes after the arithmetic-coded stream");
    }
  }
}
