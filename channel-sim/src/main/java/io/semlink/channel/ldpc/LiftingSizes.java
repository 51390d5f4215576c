package io.semlink.channel.ldpc;

/** The 51 lifting sizes Z = a 2^j, at most 384, in eight sets (TS 38.212, Table 5.3.2-1). */
final class LiftingSizes {
  static final int LARGEST = 384;

  /** Odd part of the sizes of each set; the first set's a = 2 is a power of two itself. */
  private static final int[] ODD_PARTS = {1, 3, 5, 7, 9, 11, 13, 15};

  private LiftingSizes() {}

  /**
   * The set i_LS that a size belongs to.
   *
   * @return 0 to 7, or -1 if it is no lifting size
   */
  static int setOf(int size) {
    if (size < 2 || size > LARGEST) {
      return -1;
    }
    int oddPart = size >> Integer.numberOfTrailingZeros(size);
    for (int set = 0; set < ODD_PARTS.length; set++) {
      if (ODD_PARTS[set] == oddPart) {
        return set;
      }
    }
    return -1;
  }

  static int smallestAtLeast(int size) {
    for (int z = size; z <= LARGEST; z++) {
      if (setOf(z) >= 0) {
        return z;
      }
    }
    throw new IllegalArgumentException("no lifting size is " + size + " or more");
  }
}
