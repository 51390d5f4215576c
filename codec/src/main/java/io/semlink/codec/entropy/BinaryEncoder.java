package io.semlink.codec.entropy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Adaptive binary arithmetic coder with 32-bit bounds that ends with the fewest bytes. The first
 * bit of its output is always zero, so a one is free to announce something else.
 */
public final class BinaryEncoder {
  static final long MASK = 0xFFFFFFFFL;
  static final long FIRST_HIGH = MASK >>> 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long low;
  private long high = FIRST_HIGH;

  /** Codes a bit and lets the probability learn. */
  public void put(AdaptiveBit probability, boolean bit) {
    long middle = low + ((high - low) * probability.one() >>> 16);
    if (bit) {
      high = middle;
    } else {
      low = middle + 1;
    }
    probability.update(bit);
    while ((low ^ high) >>> 24 == 0) {
      out.write((int) (high >>> 24));
      low = low << 8 & MASK;
      high = high << 8 & MASK | 0xFF;
    }
  }

  /** Ends the stream: the shortest bytes that, followed by zeros, lie within the last interval. */
  public byte[] finish() {
    int bytes = 0;
    long value = low == 0 ? 0 : 1L << 32;
    while (value > high) {
      bytes++;
      long unit = 1L << 32 - 8 * bytes;
      value = (low + unit - 1) / unit * unit;
    }
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> 24 - 8 * i));
    }
    byte[] all = out.toByteArray();
    int length = all.length;
    while (length > 0 && all[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(all, length);
  }
}
