package io.semlink.codec.mask;

import io.semlink.codec.entropy.DecodeException;

/**
 * Codes keep masks by run lengths (the paper's section III-C) or by context modelling, whichever is
 * smaller. Format in docs/container-format.md.
 *
 * <p>Context modelling starts with a zero bit. A first byte from 0x80 on announces another coding:
 * nothing kept, everything kept, or run lengths with their Exp-Golomb order.
 */
public final class MaskCoder {
  private static final int NONE = 0x80;
  private static final int ALL = 0x81;
  private static final int RUNS = 0x90;

  private MaskCoder() {}

  /** Shortest coding of a mask. */
  public static byte[] encode(KeepMask mask) {
    int count = mask.count();
    if (count == 0 || count == mask.cells()) {
      return new byte[] {(byte) (count == 0 ? NONE : ALL)};
    }
    byte[] shortest = ContextCoding.encode(mask);
    for (int order = 0; order <= RunCoding.MAX_ORDER; order++) {
      byte[] runs = RunCoding.encode(mask, order, RUNS + order);
      shortest = runs.length < shortest.length ? runs : shortest;
    }
    return shortest;
  }

  /**
   * Restores a mask of known size.
   *
   * @throws DecodeException if the bytes are not a mask of that size
   */
  public static KeepMask decode(byte[] coded, int rows, int columns) {
    if (coded.length == 0) {
      throw new DecodeException(0, "empty mask segment");
    }
    int first = Byte.toUnsignedInt(coded[0]);
    if (first < 0x80) {
      return ContextCoding.decode(coded, rows, columns);
    }
    if (first >= RUNS && first <= RUNS + RunCoding.MAX_ORDER) {
      return RunCoding.decode(coded, first - RUNS, rows, columns);
    }
    if (first > ALL) {
      throw new DecodeException(0, "unknown mask coding " + first);
    }
    if (coded.length > 1) {
      throw new DecodeException(1, "bytes after the mask");
    }
    return KeepMask.uniform(rows, columns, first == ALL);
  }
}
