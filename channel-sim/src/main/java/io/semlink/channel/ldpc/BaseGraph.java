package io.semlink.channel.ldpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The two base graphs of the LDPC code (3GPP TS 38.212, 5.3.2).
 *
 * <p>Each entry of a base graph stands for a cyclically shifted identity matrix of the lifting
 * size, a missing entry for a zero matrix. Columns are, in this order, information, four core
 * parities and extension parities; the bits of the first two columns are never sent.
 */
public enum BaseGraph {
  /** 46 x 68, mother rate 1/3: large blocks and high rates. */
  BG1(46, 68, "base-graph-1.txt"),
  /** 42 x 52, mother rate 1/5: small blocks and low rates. */
  BG2(42, 52, "base-graph-2.txt");

  /** Rows whose parities form the double diagonal; each further row has a parity of its own. */
  static final int CORE_ROWS = 4;

  /** Columns, the first ones, whose bits are punctured. */
  static final int PUNCTURED_COLUMNS = 2;

  private final int rows;
  private final int columns;
  private final List<Entry> entries;

  BaseGraph(int rows, int columns, String resource) {
    this.rows = rows;
    this.columns = columns;
    this.entries = read(resource);
  }

  /**
   * Returns the rows, each of lifting-size many parity checks.
   *
   * @return 46 or 42
   */
  public int rows() {
    return rows;
  }

  /**
   * Returns the columns, each of lifting-size many bits.
   *
   * @return 68 or 52
   */
  public int columns() {
    return columns;
  }

  /**
   * Returns the information columns, K / Z.
   *
   * @return 22 or 10
   */
  public int informationColumns() {
    return columns - rows;
  }

  /** Entries by row, and by column within a row. */
  List<Entry> entries() {
    return entries;
  }

  /**
   * The base graph of a transport block (TS 38.212, 7.2.2), but that a block above 3824 bits always
   * takes base graph 1: at rates of at most 0.25 the standard would cut it into several code blocks
   * of base graph 2.
   */
  static BaseGraph forTransportBlock(int payloadBits, double codeRate) {
    boolean small = payloadBits <= 292;
    boolean fits = payloadBits <= 3824;
    return small || (fits && codeRate <= 0.67) ? BG2 : BG1;
  }

  /** The smallest lifting size that holds the payload and its CRC (TS 38.212, 5.2.2). */
  int liftingSize(int informationBits) {
    int usedColumns = usedInformationColumns(informationBits);
    return LiftingSizes.smallestAtLeast((informationBits + usedColumns - 1) / usedColumns);
  }

  private int usedInformationColumns(int informationBits) {
    if (this == BG1) {
      return 22;
    }
    if (informationBits > 640) {
      return 10;
    }
    if (informationBits > 560) {
      return 9;
    }
    return informationBits > 192 ? 8 : 6;
  }

  private static List<Entry> read(String resource) {
    InputStream stream = BaseGraph.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IllegalStateException("no resource " + resource);
    }
    List<Entry> entries = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          entries.add(Entry.parse(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(entries);
  }

  /**
   * A non-zero entry.
   *
   * @param row its row
   * @param column its column
   * @param shifts V of each of the eight sets of lifting sizes
   */
  record Entry(int row, int column, List<Integer> shifts) {
    private static Entry parse(String line) {
      List<Integer> numbers = new ArrayList<>();
      for (String field : line.split(" ", -1)) {
        numbers.add(Integer.valueOf(field));
      }
      return new Entry(
          numbers.get(0), numbers.get(1), List.copyOf(numbers.subList(2, numbers.size())));
    }
  }
}
