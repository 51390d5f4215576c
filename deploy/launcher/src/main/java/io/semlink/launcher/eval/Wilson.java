package io.semlink.launcher.eval;

/**
 * Confidence interval of a share (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927; DOI
 * 10.1080/01621459.1927.10502953), at 95 %.
 *
 * @param low lower end
 * @param high upper end
 */
record Wilson(double low, double high) {
  private static final double Z = 1.959963984540054;

  /** The interval for a number of hits in a number of trials. */
  static Wilson of(long hits, long trials) {
    double share = (double) hits / trials;
    double z2 = Z * Z / trials;
    double middle = (share + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt(share * (1 - share) / trials + z2 / (4 * trials));
    return new Wilson(
        hits == 0 ? 0 : middle - half, hits == trials ? 1 : Math.min(1, middle + half));
  }
}
