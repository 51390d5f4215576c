package io.semlink.channel.ldpc;

/** The cyclic redundancy checks of a transport block (TS 38.212, 5.1 and 7.2.1). */
enum Crc {
  /** D^16 + D^12 + D^5 + 1: blocks of at most 3824 bits. */
  CRC16(16, 0x1021),
  /** gCRC24A: larger blocks. */
  CRC24A(24, 0x864CFB);

  /** Largest payload, in bits, that is checked by 16 bits. */
  private static final int LARGEST_SHORT_PAYLOAD_BITS = 3824;

  private final int bits;
  private final int mask;
  private final int[] table = new int[256];

  /**
   * Fills the table of remainders of a byte.
   *
   * @param polynomial coefficients below the leading one
   */
  Crc(int bits, int polynomial) {
    this.bits = bits;
    this.mask = (1 << bits) - 1;
    for (int value = 0; value < table.length; value++) {
      int remainder = value << (bits - 8);
      for (int i = 0; i < 8; i++) {
        boolean carry = (remainder >> (bits - 1) & 1) != 0;
        remainder = (remainder << 1) & mask ^ (carry ? polynomial : 0);
      }
      table[value] = remainder;
    }
  }

  static Crc forPayload(int payloadBits) {
    return payloadBits <= LARGEST_SHORT_PAYLOAD_BITS ? CRC16 : CRC24A;
  }

  int bits() {
    return bits;
  }

  /** The remainder of the bytes, most significant bit first, starting from zero. */
  int of(byte[] bytes) {
    int remainder = 0;
    for (byte b : bytes) {
      remainder = (remainder << 8) & mask ^ table[(remainder >> (bits - 8) ^ b) & 0xFF];
    }
    return remainder;
  }
}
