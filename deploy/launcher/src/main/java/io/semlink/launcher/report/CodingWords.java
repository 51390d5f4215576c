package io.semlink.launcher.report;

import io.semlink.link.v1.CodingAccount;

/** Modulation and coding in words. */
public final class CodingWords {
  private CodingWords() {}

  /** Modulation and code rate, such as {@code 16-QAM, code rate 0.48}. */
  public static String scheme(CodingAccount coding) {
    return modulation(coding.getBitsPerSymbol())
        + ", code rate "
        + Figures.significant(coding.getCodeRate());
  }

  /** What became of the coded blocks. */
  public static String blocks(CodingAccount coding) {
    String all = Figures.count(coding.getTransportBlocks());
    return coding.getFirstTryErrors() == 0
        ? all + ", all right at the first try"
        : all
            + ", "
            + Figures.count(coding.getFirstTryErrors())
            + " failed at first, "
            + Figures.count(coding.getResidualErrors())
            + " after up to "
            + coding.getRounds()
            + " rounds ("
            + Figures.count(coding.getRetransmissions())
            + " repeats)";
  }

  /**
   * Name of a modulation.
   *
   * @param bitsPerSymbol coded bits per symbol: 1, 2, 4, 6 or 8
   */
  public static String modulation(int bitsPerSymbol) {
    return switch (bitsPerSymbol) {
      case 1 -> "BPSK";
      case 2 -> "QPSK";
      default -> (1 << bitsPerSymbol) + "-QAM";
    };
  }
}
