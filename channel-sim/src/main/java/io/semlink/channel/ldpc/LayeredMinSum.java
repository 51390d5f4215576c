package io.semlink.channel.ldpc;

import java.util.Arrays;

/**
 * Row-layered offset min-sum decoding of one code block, with an offset of half a nat.
 *
 * <p>Layered schedule: M. M. Mansour and N. R. Shanbhag, "High-throughput LDPC decoders", IEEE
 * Trans. VLSI Syst. 11(6), 2003, DOI 10.1109/TVLSI.2003.817545; offset min-sum: J. Chen, A.
 * Dholakia, E. Eleftheriou, M. P. C. Fossorier and X.-Y. Hu, "Reduced-complexity decoding of LDPC
 * codes", IEEE Trans. Commun. 53(8), 2005, DOI 10.1109/TCOMM.2005.852852.
 *
 * <p>A row of the base graph is a layer: its checks share no bit, and all are updated at once. Rows
 * whose own parity was never received are left out, since all they could send is 0. Ratios are
 * 32-bit integers in steps of 1/{@value #STEPS_PER_NAT} nat; magnitudes of received ratios and
 * messages are limited so that no sum of them overflows.
 */
final class LayeredMinSum {
  static final int STEPS_PER_NAT = 32;

  private static final int OFFSET = STEPS_PER_NAT / 2;

  /** Limit of a received ratio and of a message, 32768 nats. */
  private static final int LARGEST = 1 << 20;

  /** A known bit: above what all messages of its column together could turn round. */
  private static final int KNOWN_ZERO = 1 << 26;

  private static final int MOST_COLUMNS = BaseGraph.BG1.columns();

  private static final int MOST_COLUMNS_OF_A_ROW = 19;

  private final int[][] posterior = new int[MOST_COLUMNS][LiftingSizes.LARGEST];
  private final int[][] message = new int[BaseGraph.BG1.entries().size()][LiftingSizes.LARGEST];
  private final int[][] extrinsic = new int[MOST_COLUMNS_OF_A_ROW][LiftingSizes.LARGEST];
  private final int[] rotated = new int[LiftingSizes.LARGEST];
  private final int[] least = new int[LiftingSizes.LARGEST];
  private final int[] second = new int[LiftingSizes.LARGEST];
  private final int[] signs = new int[LiftingSizes.LARGEST];
  private final int[] activeRows = new int[BaseGraph.BG1.rows()];
  private int activeRowCount;

  /**
   * Decodes.
   *
   * @param code the code
   * @param llrs received ratios in nats, by bit, without the punctured bits
   * @param fillerStart first filler bit, counted as {@code llrs}; filler bits are known to be 0
   * @param fillerEnd bit after the last filler bit
   * @param maxIterations most iterations, at least 1
   * @return iterations until all checks of the rows used held, or the most
   */
  int run(LdpcCode code, float[] llrs, int fillerStart, int fillerEnd, int maxIterations) {
    load(code, llrs, fillerStart, fillerEnd);
    chooseRows(code);
    for (int iteration = 1; iteration < maxIterations; iteration++) {
      iterate(code);
      if (checksHold(code)) {
        return iteration;
      }
    }
    iterate(code);
    return maxIterations;
  }

  /**
   * Copies out the ratios of the first bits after {@link #run}: negative where the bit is 1, 0
   * where nothing is known of it.
   *
   * @param code the code
   * @param into receives the ratios from bit 0 on, the punctured bits included
   */
  void posteriors(LdpcCode code, int[] into) {
    int lanes = code.liftingSize();
    for (int start = 0; start < into.length; start += lanes) {
      System.arraycopy(
          posterior[start / lanes], 0, into, start, Math.min(lanes, into.length - start));
    }
  }

  private void load(LdpcCode code, float[] llrs, int fillerStart, int fillerEnd) {
    int lanes = code.liftingSize();
    for (int column = 0; column < BaseGraph.PUNCTURED_COLUMNS; column++) {
      Arrays.fill(posterior[column], 0, lanes, 0);
    }
    int bit = 0;
    for (int column = BaseGraph.PUNCTURED_COLUMNS; column < code.graph().columns(); column++) {
      for (int z = 0; z < lanes; z++) {
        boolean filler = bit >= fillerStart && bit < fillerEnd;
        posterior[column][z] = filler ? KNOWN_ZERO : quantised(llrs[bit]);
        bit++;
      }
    }
  }

  private static int quantised(float llr) {
    int steps = (int) Math.rint(llr * STEPS_PER_NAT);
    return Math.max(-LARGEST, Math.min(LARGEST, steps));
  }

  private void chooseRows(LdpcCode code) {
    int lanes = code.liftingSize();
    activeRowCount = 0;
    for (int row : code.schedule()) {
      if (row < BaseGraph.CORE_ROWS
          || anyReceived(posterior[code.graph().informationColumns() + row], lanes)) {
        activeRows[activeRowCount] = row;
        activeRowCount++;
        for (int edge = code.firstEdge(row); edge < code.firstEdge(row + 1); edge++) {
          Arrays.fill(message[edge], 0, lanes, 0);
        }
      }
    }
  }

  private static boolean anyReceived(int[] column, int lanes) {
    for (int z = 0; z < lanes; z++) {
      if (column[z] != 0) {
        return true;
      }
    }
    return false;
  }

  private void iterate(LdpcCode code) {
    int lanes = code.liftingSize();
    for (int i = 0; i < activeRowCount; i++) {
      int first = code.firstEdge(activeRows[i]);
      int end = code.firstEdge(activeRows[i] + 1);
      Arrays.fill(least, 0, lanes, LARGEST);
      Arrays.fill(second, 0, lanes, LARGEST);
      Arrays.fill(signs, 0, lanes, 0);
      for (int edge = first; edge < end; edge++) {
        MinSumLanes.rotate(posterior[code.column(edge)], code.shift(edge), rotated, lanes);
        MinSumLanes.collect(
            rotated, message[edge], extrinsic[edge - first], least, second, signs, lanes);
      }
      for (int edge = first; edge < end; edge++) {
        MinSumLanes.distribute(
            OFFSET, extrinsic[edge - first], least, second, signs, message[edge], rotated, lanes);
        MinSumLanes.rotateBack(rotated, code.shift(edge), posterior[code.column(edge)], lanes);
      }
    }
  }

  /** Whether the hard decisions satisfy every row used; most words that do not fail early. */
  private boolean checksHold(LdpcCode code) {
    int lanes = code.liftingSize();
    for (int i = 0; i < activeRowCount; i++) {
      Arrays.fill(signs, 0, lanes, 0);
      for (int edge = code.firstEdge(activeRows[i]);
          edge < code.firstEdge(activeRows[i] + 1);
          edge++) {
        MinSumLanes.rotate(posterior[code.column(edge)], code.shift(edge), rotated, lanes);
        MinSumLanes.addSigns(rotated, signs, lanes);
      }
      if (MinSumLanes.anyNegative(signs, lanes)) {
        return false;
      }
    }
    return true;
  }
}
