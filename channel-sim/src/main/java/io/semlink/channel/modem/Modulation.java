package io.semlink.channel.modem;

/**
 * Modulations of 3GPP TS 38.211, sections 5.1.2 to 5.1.6: Gray-mapped, of unit mean power.
 *
 * <p>Square constellations carry the bits of even number on the in-phase axis and those of odd
 * number on the quadrature axis. On each axis the first bit is the sign and each further bit folds
 * the half that is left once more, which is the binary reflected Gray code.
 */
public enum Modulation {
  /** One bit a symbol, on the diagonal. */
  BPSK(1),
  /** Two bits a symbol. */
  QPSK(2),
  /** Four bits a symbol. */
  QAM16(4),
  /** Six bits a symbol. */
  QAM64(6),
  /** Eight bits a symbol. */
  QAM256(8);

  private final int bitsPerSymbol;
  private final int axes;
  private final double meanPower;
  private final float[] levels;

  Modulation(int bitsPerSymbol) {
    this.bitsPerSymbol = bitsPerSymbol;
    this.axes = bitsPerSymbol == 1 ? 1 : 2;
    int count = 1 << bitsPerAxis();
    this.meanPower = 2.0 * (count * count - 1) / 3.0;
    this.levels = new float[count];
    for (int label = 0; label < count; label++) {
      levels[label] = (float) (amplitude(label, bitsPerAxis()) / StrictMath.sqrt(meanPower));
    }
  }

  /**
   * Returns how many bits a symbol carries.
   *
   * @return 1, 2, 4, 6 or 8
   */
  public int bitsPerSymbol() {
    return bitsPerSymbol;
  }

  /**
   * Maps bits to symbols.
   *
   * @param bits 0 or 1 each; as many as the symbols carry
   * @param inPhase gets the real parts, one per symbol
   * @param quadrature gets the imaginary parts, one per symbol
   * @throws IllegalArgumentException if the lengths do not fit together
   */
  public void map(byte[] bits, float[] inPhase, float[] quadrature) {
    if (inPhase.length != quadrature.length || bits.length != bitsPerSymbol * inPhase.length) {
      throw new IllegalArgumentException(
          "%d bits do not fill %d in-phase and %d quadrature samples of %s"
              .formatted(bits.length, inPhase.length, quadrature.length, this));
    }
    for (int symbol = 0; symbol < inPhase.length; symbol++) {
      int first = symbol * bitsPerSymbol;
      inPhase[symbol] = levels[label(bits, first)];
      quadrature[symbol] = levels[label(bits, first + axes - 1)];
    }
  }

  /** Returns how many bits decide over one coordinate of a symbol. */
  int bitsPerAxis() {
    return bitsPerSymbol / axes;
  }

  /** Returns how many axes carry bits of their own: one, if both carry the same. */
  int axes() {
    return axes;
  }

  /** Returns the mean power of symbols whose neighbours on an axis are 2 apart. */
  double meanPower() {
    return meanPower;
  }

  /** Reads the bits of one axis, the first as the most significant. */
  private int label(byte[] bits, int first) {
    int label = 0;
    for (int i = 0; i < bitsPerAxis(); i++) {
      label = label << 1 | bits[first + i * axes];
    }
    return label;
  }

  /** The coordinate, an odd number: {@code (1 - 2 b0) (2^(n-1) - (1 - 2 b1) (2^(n-2) - ...))}. */
  private static int amplitude(int label, int bits) {
    int amplitude = 1 - 2 * (label & 1);
    for (int i = 1; i < bits; i++) {
      int sign = 1 - 2 * (label >> i & 1);
      amplitude = sign * ((1 << i) - amplitude);
    }
    return amplitude;
  }
}
