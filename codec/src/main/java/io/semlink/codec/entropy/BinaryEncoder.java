package io.semlink.codec.entropy;

import java.io.ByteArrayOutputStream;

/** Adaptive binary arithmetic coder with 32-bit bounds that ends with the fewest bytes. */
public final class BinaryEncoder {
  private static final long MASK = 0xFFFFFFFFL;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long low;
  private long high = MASK;

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
    for (int bytes = 0; bytes <= 4 && low > 0; bytes++) {
      long unit = 1L << 32 - 8 * bytes;
      long value = (low + unit - 1) / unit * unit;
      if (value <= high) {
        for (int i = 0; i < bytes; i++) {
          out.write((int) (value >>> 24 - 8 * i));
        }
        break;
      }
    }
    return out.toByteArray();
  }
}
