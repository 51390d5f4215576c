package io.semlink.codec.context;

/** Logarithmic magnitudes of symbols: 16 log2(1 + 2 |s|), linear within an octave, 0 to 223. */
final class Levels {
  static final int MAX_MAGNITUDE = 4095;
  private static final byte[] TABLE = new byte[MAX_MAGNITUDE + 1];

  static {
    for (int magnitude = 0; magnitude <= MAX_MAGNITUDE; magnitude++) {
      int y = 2 * magnitude + 1;
      int octave = 31 - Integer.numberOfLeadingZeros(y);
      TABLE[magnitude] = (byte) (16 * octave + ((y << 4) >> octave) - 16);
    }
  }

  private Levels() {}

  /** Level of a symbol, as an unsigned byte. */
  static byte of(int symbol) {
    return TABLE[Math.min(Math.abs(symbol), MAX_MAGNITUDE)];
  }
}
