package io.semlink.codec.mask;

import io.semlink.codec.entropy.DecodeException;
import java.io.ByteArrayOutputStream;

/**
 * Lengths of the runs of equal cells in raster order, the first of dropped cells and perhaps empty,
 * in Exp-Golomb codes of one order, high bits first, padded with zeros to whole bytes.
 */
final class RunCoding {
  /** Highest order; order k suits runs of about 2^k cells. */
  static final int MAX_ORDER = 7;

  private static final int MAX_PREFIX = 30;

  private RunCoding() {}

  static byte[] encode(KeepMask mask, int order, int marker) {
    BitWriter out = new BitWriter(marker);
    boolean kept = false;
    int run = 0;
    for (int cell = 0; cell < mask.cells(); cell++) {
      if (mask.isKept(cell) != kept) {
        out.put(run, order);
        kept = !kept;
        run = 0;
      }
      run++;
    }
    out.put(run, order);
    return out.finish();
  }

  static KeepMask decode(byte[] coded, int order, int rows, int columns) {
    BitReader in = new BitReader(coded);
    boolean[] cells = new boolean[rows * columns];
    boolean kept = false;
    for (int cell = 0; cell < cells.length; kept = !kept) {
      long run = in.next(order);
      if (run > cells.length - cell || run == 0 && cell > 0) {
        throw new DecodeException(in.offset(), "run of " + run + " cells in the mask");
      }
      for (int end = cell + (int) run; cell < end; cell++) {
        cells[cell] = kept;
      }
    }
    in.finish();
    return new KeepMask(rows, columns, cells);
  }

  /** Writes Exp-Golomb codes: the number of bits beyond the order in unary, then the bits. */
  private static final class BitWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int pending = 1;

    BitWriter(int marker) {
      out.write(marker);
    }

    void put(int value, int order) {
      int shifted = value + (1 << order);
      int length = 31 - Integer.numberOfLeadingZeros(shifted);
      for (int i = order; i < length; i++) {
        bit(0);
      }
      for (int i = length; i >= 0; i--) {
        bit(shifted >> i & 1);
      }
    }

    private void bit(int bit) {
      pending = pending << 1 | bit;
      if (pending > 0xFF) {
        out.write(pending);
        pending = 1;
      }
    }

    byte[] finish() {
      while (pending > 1) {
        bit(0);
      }
      return out.toByteArray();
    }
  }

  private static final class BitReader {
    private final byte[] data;
    private int at = 8;

    BitReader(byte[] data) {
      this.data = data;
    }

    int offset() {
      return at >> 3;
    }

    long next(int order) {
      int length = order;
      while (bit() == 0) {
        if (++length > MAX_PREFIX) {
          throw new DecodeException(offset(), "run length out of range");
        }
      }
      long shifted = 1;
      for (int i = 0; i < length; i++) {
        shifted = shifted << 1 | bit();
      }
      return shifted - (1L << order);
    }

    private int bit() {
      if (offset() >= data.length) {
        throw new DecodeException(data.length, "mask has too few cells");
      }
      int bit = data[at >> 3] >> 7 - (at & 7) & 1;
      at++;
      return bit;
    }

    void finish() {
      while ((at & 7) != 0) {
        if (bit() != 0) {
          throw new DecodeException(offset(), "bits after the mask");
        }
      }
      if (offset() != data.length) {
        throw new DecodeException(offset(), "bytes after the mask");
      }
    }
  }
}
