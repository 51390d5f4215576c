package io.semlink.channel.ldpc;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A base graph lifted to one size: the parity-check matrix and its systematic encoder.
 *
 * <p>Entry (row r, column c, shift s) ties bit {@code c Z + (z + s) mod Z} to check {@code r Z + z}
 * for every lane z below Z. Immutable and shared: one instance for each base graph and size.
 */
final class LdpcCode {
  private static final Map<Key, LdpcCode> CODES = new ConcurrentHashMap<>();

  private final BaseGraph graph;
  private final int size;
  private final int[] firstEdge;
  private final int[] column;
  private final int[] shift;
  private final int[] schedule;

  private LdpcCode(Key key) {
    this.graph = key.graph();
    this.size = key.size();
    int set = LiftingSizes.setOf(size);
    if (set < 0) {
      throw new IllegalArgumentException(size + " is no lifting size of TS 38.212");
    }
    List<BaseGraph.Entry> entries = graph.entries();
    this.firstEdge = new int[graph.rows() + 1];
    this.column = new int[entries.size()];
    this.shift = new int[entries.size()];
    for (int edge = 0; edge < column.length; edge++) {
      BaseGraph.Entry entry = entries.get(edge);
      column[edge] = entry.column();
      shift[edge] = entry.shifts().get(set) % size;
      firstEdge[entry.row() + 1] = edge + 1;
    }
    this.schedule =
        IntStream.range(0, graph.rows())
            .boxed()
            .sorted(Comparator.comparingInt(this::puncturedRank).thenComparingInt(this::degree))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /**
   * Returns the code of a base graph and lifting size.
   *
   * @throws IllegalArgumentException if the size is none of the standard's
   */
  static LdpcCode of(BaseGraph graph, int liftingSize) {
    return CODES.computeIfAbsent(new Key(graph, liftingSize), LdpcCode::new);
  }

  BaseGraph graph() {
    return graph;
  }

  int liftingSize() {
    return size;
  }

  /** K: bits the encoder takes, filler included. */
  int informationBits() {
    return graph.informationColumns() * size;
  }

  /** Bits of a codeword, the punctured ones included. */
  int length() {
    return graph.columns() * size;
  }

  /** The first edge of a row; that of the row after it ends the row. */
  int firstEdge(int row) {
    return firstEdge[row];
  }

  /**
   * The rows in the order in which a layered decoder converges fastest: first those of one
   * punctured column, which alone can tell something of it at the start, then those of both, then
   * the others; in each group the rows of fewer columns, whose messages are surer, come first.
   */
  int[] schedule() {
    return schedule;
  }

  int column(int edge) {
    return column[edge];
  }

  int shift(int edge) {
    return shift[edge];
  }

  /**
   * Encodes systematically, in place, in time proportional to the edges.
   *
   * <p>The first core parity stands in three core rows, in two of them with the same shift: the sum
   * of the core rows leaves that parity alone, and along the double diagonal each row then yields
   * the next one. Every extension row yields the parity of its own.
   *
   * @param codeword {@link #length()} bits, of which the first {@link #informationBits()} are given
   *     and the others are overwritten
   */
  void encode(byte[] codeword) {
    int firstParity = graph.informationColumns();
    Arrays.fill(codeword, informationBits(), length(), (byte) 0);
    byte[] sum = new byte[size];
    int middleShift = 0;
    for (int row = 0; row < BaseGraph.CORE_ROWS; row++) {
      addChecks(row, firstParity, codeword, sum);
      if (row > 0 && row < BaseGraph.CORE_ROWS - 1) {
        middleShift += shiftIn(row, firstParity);
      }
    }
    for (int z = 0; z < size; z++) {
      codeword[firstParity * size + (z + middleShift) % size] = sum[z];
    }
    for (int row = 0; row < graph.rows(); row++) {
      if (row != BaseGraph.CORE_ROWS - 1) {
        // The last entry of these rows is an unshifted identity: the parity that the row yields.
        int parity = column[firstEdge[row + 1] - 1];
        Arrays.fill(sum, (byte) 0);
        addChecks(row, parity, codeword, sum);
        System.arraycopy(sum, 0, codeword, parity * size, size);
      }
    }
  }

  /** Adds, lane by lane, the bits that a row ties together in the columns below a limit. */
  private void addChecks(int row, int columnLimit, byte[] codeword, byte[] sum) {
    for (int edge = firstEdge[row]; edge < firstEdge[row + 1]; edge++) {
      if (column[edge] < columnLimit) {
        int start = column[edge] * size;
        int split = size - shift[edge];
        for (int z = 0; z < split; z++) {
          sum[z] ^= codeword[start + shift[edge] + z];
        }
        for (int z = split; z < size; z++) {
          sum[z] ^= codeword[start + z - split];
        }
      }
    }
  }

  /** The shift of an entry, or 0 where there is none. */
  private int shiftIn(int row, int wantedColumn) {
    for (int edge = firstEdge[row]; edge < firstEdge[row + 1]; edge++) {
      if (column[edge] == wantedColumn) {
        return shift[edge];
      }
    }
    return 0;
  }

  private int degree(int row) {
    return firstEdge[row + 1] - firstEdge[row];
  }

  /** 0, 1 or 2 for a row of one, two or no punctured columns. */
  private int puncturedRank(int row) {
    int punctured = 0;
    for (int edge = firstEdge[row]; edge < firstEdge[row + 1]; edge++) {
      punctured += column[edge] < BaseGraph.PUNCTURED_COLUMNS ? 1 : 0;
    }
    return punctured == 0 ? 2 : punctured - 1;
  }

  private record Key(BaseGraph graph, int size) {}
}
