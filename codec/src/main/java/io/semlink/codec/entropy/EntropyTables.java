package io.semlink.codec.entropy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The frequency tables of a bundle, the same at both ends; format in docs/bundle-format.md. */
public final class EntropyTables {
  private static final int MAGIC = 0x54454C53; // "SLET", little-endian

  private final FrequencyTable[] tables;

  private EntropyTables(List<FrequencyTable> tables) {
    this.tables = tables.toArray(FrequencyTable[]::new);
  }

  /**
   * Reads {@code entropy_tables.bin}.
   *
   * @throws IllegalArgumentException if the file is damaged or frequencies do not sum to 2^16
   */
  public static EntropyTables parse(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (in.getInt() != MAGIC || in.getShort() != 1) {
        throw new IllegalArgumentException("not version 1 frequency tables");
      }
      int count = Short.toUnsignedInt(in.getShort());
      List<FrequencyTable> tables = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int offset = in.getShort();
        int[] frequencies = new int[Short.toUnsignedInt(in.getShort()) + 1];
        for (int j = 0; j < frequencies.length; j++) {
          frequencies[j] = Short.toUnsignedInt(in.getShort());
        }
        tables.add(new FrequencyTable(offset, frequencies));
      }
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes too many");
      }
      return new EntropyTables(tables);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("frequency tables are cut short", e);
    }
  }

  /** Number of tables. */
  public int count() {
    return tables.length;
  }

  FrequencyTable get(int table) {
    return tables[table];
  }

  /** Ideal code length of a symbol in bits, escapes with their bypass bits. */
  public double costBits(int table, int symbol) {
    FrequencyTable t = tables[table];
    int position = symbol - t.offset();
    boolean regular = position >= 0 && position < t.size();
    int frequency = FrequencyTable.frequency(t.interval(regular ? position : t.size()));
    double bits = FrequencyTable.PRECISION - Math.log(frequency) / Math.log(2);
    return regular ? bits : bits + Escape.bits(t, symbol);
  }
}
