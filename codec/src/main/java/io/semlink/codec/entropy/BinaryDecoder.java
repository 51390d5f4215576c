package io.semlink.codec.entropy;

/** Decodes what {@link BinaryEncoder} wrote; beyond its end the input counts as zeros. */
public final class BinaryDecoder {
  private static final long MASK = 0xFFFFFFFFL;

  private final byte[] data;
  private int at;
  private long low;
  private long high = MASK;
  private long value;

  /** Starts decoding at an offset. */
  public BinaryDecoder(byte[] data, int from) {
    this.data = data;
    this.at = from;
    for (int i = 0; i < 4; i++) {
      value = value << 8 | read();
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
      low = low << 8 & MASK;
      high = high << 8 & MASK | 0xFF;
      value = value << 8 & MASK | read();
    }
    return bit;
  }

  private int read() {
    int next = at < data.length ? data[at] & 0xFF : 0;
    at++;
    return next;
  }
}
