package io.semlink.channel.ldpc;

/**
 * The steps of a min-sum check-node update on all lanes of a row of the base graph at once.
 *
 * <p>Each loop runs from 0 over whole arrays and has no branches, so that the JVM's compiler turns
 * it into vector instructions; {@link Math#min(int, int)} would stop it from doing so in Java 17.
 */
final class MinSumLanes {
  private MinSumLanes() {}

  /** Copies the lanes so that {@code to[z] = from[(z + shift) mod lanes]}. */
  static void rotate(int[] from, int shift, int[] to, int lanes) {
    System.arraycopy(from, shift, to, 0, lanes - shift);
    System.arraycopy(from, 0, to, lanes - shift, shift);
  }

  /** Undoes {@link #rotate}: {@code to[(z + shift) mod lanes] = from[z]}. */
  static void rotateBack(int[] from, int shift, int[] to, int lanes) {
    System.arraycopy(from, 0, to, shift, lanes - shift);
    System.arraycopy(from, lanes - shift, to, 0, shift);
  }

  /**
   * Takes one edge into the check: subtracts the check's own last message and keeps the two least
   * magnitudes and the product of signs.
   *
   * @param posterior ratios of the bits, in the order of the checks
   * @param message the check's last messages to them
   * @param extrinsic receives the difference
   * @param least least magnitude so far, updated
   * @param second second least magnitude so far, updated
   * @param signs exclusive or of all differences; its sign bit is the product of signs
   */
  static void collect(
      int[] posterior,
      int[] message,
      int[] extrinsic,
      int[] least,
      int[] second,
      int[] signs,
      int lanes) {
    for (int z = 0; z < lanes; z++) {
      int value = posterior[z] - message[z];
      extrinsic[z] = value;
      signs[z] ^= value;
      int magnitude = Math.abs(value);
      int difference = magnitude - least[z];
      int excess = difference & (difference >> 31); // min(difference, 0)
      least[z] += excess;
      int other = magnitude - excess - second[z]; // the greater of the two, less the second
      second[z] += other & (other >> 31);
    }
  }

  /**
   * Sends the check's new messages along one edge: the product of the other signs times the least
   * other magnitude, which is lessened by an offset but not below 0. Adds them to the ratios of the
   * bits.
   *
   * @param offset what min-sum takes off each magnitude, since it overestimates them
   * @param extrinsic as {@link #collect} left it
   * @param least as {@link #collect} left it
   * @param second as {@link #collect} left it
   * @param signs as {@link #collect} left it
   * @param message receives the messages
   * @param posterior receives the new ratios
   */
  static void distribute(
      int offset,
      int[] extrinsic,
      int[] least,
      int[] second,
      int[] signs,
      int[] message,
      int[] posterior,
      int lanes) {
    for (int z = 0; z < lanes; z++) {
      int value = extrinsic[z];
      int isLeast = (Math.abs(value) - least[z] - 1) >> 31;
      int reduced = least[z] + ((second[z] - least[z]) & isLeast) - offset;
      int magnitude = reduced & ~(reduced >> 31); // max(reduced, 0)
      int negative = (signs[z] ^ value) >> 31;
      int sent = (magnitude ^ negative) - negative;
      message[z] = sent;
      posterior[z] = value + sent;
    }
  }

  /** Adds ratios to the running exclusive or whose sign bit is the parity of the hard decisions. */
  static void addSigns(int[] posterior, int[] signs, int lanes) {
    for (int z = 0; z < lanes; z++) {
      signs[z] ^= posterior[z];
    }
  }

  /** Whether any lane's sign bit is set. */
  static boolean anyNegative(int[] signs, int lanes) {
    int any = 0;
    for (int z = 0; z < lanes; z++) {
      any |= signs[z];
    }
    return any < 0;
  }
}
