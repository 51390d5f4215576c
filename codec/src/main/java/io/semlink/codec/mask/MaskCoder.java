package io.semlink.codec.mask;

import io.semlink.codec.entropy.AdaptiveBit;
import io.semlink.codec.entropy.BinaryDecoder;
import io.semlink.codec.entropy.BinaryEncoder;
import io.semlink.codec.entropy.DecodeException;
import java.io.ByteArrayOutputStream;

/**
 * Codes keep masks by run lengths (the paper's section III-C) or by context modelling, whichever is
 * smaller. The first byte says how; a mask that keeps everything or nothing is that byte alone.
 */
public final class MaskCoder {
  private static final byte NONE = 0;
  private static final byte ALL = 1;
  private static final byte RUNS = 2;
  private static final byte CONTEXTS = 3;

  private MaskCoder() {}

  /** Shortest coding of a mask. */
  public static byte[] encode(KeepMask mask) {
    int count = mask.count();
    if (count == 0 || count == mask.cells()) {
      return new byte[] {count == 0 ? NONE : ALL};
    }
    byte[] runs = encodeRuns(mask);
    byte[] contexts = encodeContexts(mask);
    boolean shorter = runs.length < contexts.length;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(shorter ? RUNS : CONTEXTS);
    out.writeBytes(shorter ? runs : contexts);
    return out.toByteArray();
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
    return switch (coded[0]) {
      case NONE, ALL -> KeepMask.uniform(rows, columns, coded[0] == ALL);
      case RUNS -> decodeRuns(coded, rows, columns);
      case CONTEXTS -> decodeContexts(coded, rows, columns);
      default -> throw new DecodeException(0, "unknown mask coding " + coded[0]);
    };
  }

  /** Runs of equal cells in raster order, the first dropped: one byte each, 255 continues. */
  private static byte[] encodeRuns(KeepMask mask) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean kept = false;
    int run = 0;
    for (int cell = 0; cell < mask.cells(); cell++) {
      if (mask.isKept(cell) != kept) {
        writeRun(out, run);
        kept = !kept;
        run = 0;
      }
      run++;
    }
    writeRun(out, run);
    return out.toByteArray();
  }

  private static void writeRun(ByteArrayOutputStream out, int run) {
    int rest = run;
    while (rest >= 255) {
      out.write(255);
      rest -= 255;
    }
    out.write(rest);
  }

  private static KeepMask decodeRuns(byte[] coded, int rows, int columns) {
    boolean[] cells = new boolean[rows * columns];
    boolean kept = false;
    int cell = 0;
    for (int at = 1; at < coded.length; at++) {
      int run = Byte.toUnsignedInt(coded[at]);
      if (run > cells.length - cell) {
        throw new DecodeException(at, "mask has too many cells");
      }
      for (int end = cell + run; cell < end; cell++) {
        cells[cell] = kept;
      }
      if (run < 255) {
        kept = !kept;
      }
    }
    if (cell != cells.length) {
      throw new DecodeException(coded.length, "mask has too few cells");
    }
    return new KeepMask(rows, columns, cells);
  }

  private static byte[] encodeContexts(KeepMask mask) {
    AdaptiveBit[] models = models();
    BinaryEncoder encoder = new BinaryEncoder();
    for (int y = 0; y < mask.rows(); y++) {
      for (int x = 0; x < mask.columns(); x++) {
        encoder.put(models[context(mask.kept(), mask.columns(), y, x)], mask.isKept(y, x));
      }
    }
    return encoder.finish();
  }

  private static KeepMask decodeContexts(byte[] coded, int rows, int columns) {
    AdaptiveBit[] models = models();
    BinaryDecoder decoder = new BinaryDecoder(coded, 1);
    boolean[] cells = new boolean[rows * columns];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        cells[y * columns + x] = decoder.next(models[context(cells, columns, y, x)]);
      }
    }
    return new KeepMask(rows, columns, cells);
  }

  /** Neighbours already coded: west, north, north-west, north-east. */
  private static int context(boolean[] kept, int columns, int y, int x) {
    int at = y * columns + x;
    int west = x > 0 && kept[at - 1] ? 1 : 0;
    int north = y > 0 && kept[at - columns] ? 2 : 0;
    int northWest = y > 0 && x > 0 && kept[at - columns - 1] ? 4 : 0;
    int northEast = y > 0 && x + 1 < columns && kept[at - columns + 1] ? 8 : 0;
    return west | north | northWest | northEast;
  }

  /** Cells tend to be like their nearest neighbours; the coder learns the rest. */
  private static AdaptiveBit[] models() {
    AdaptiveBit[] models = new AdaptiveBit[16];
    for (int i = 0; i < models.length; i++) {
      int votes = 2 * (i & 1) + 2 * (i >> 1 & 1) + (i >> 2 & 1) + (i >> 3 & 1);
      models[i] = new AdaptiveBit((votes + 0.15) / 6.3);
    }
    return models;
  }
}
