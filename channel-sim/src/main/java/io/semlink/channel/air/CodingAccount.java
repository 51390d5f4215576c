package io.semlink.channel.air;

import java.time.Duration;

/**
 * How a segment was modulated, coded and repeated.
 *
 * @param bitsPerSymbol coded bits per symbol: 1, 2, 4, 6 or 8
 * @param codeRate nominal rate of the code at the first try, in (0, 1)
 * @param transportBlocks blocks with a checksum of their own into which the segment was split
 * @param firstTryErrors those whose checksum failed at the first try
 * @param residualErrors those that failed in every round there was time for
 * @param rounds rounds of the block that needed most
 * @param retransmissions rounds after the first, of all blocks together
 * @param waiting time in which the air was idle for acknowledgements
 */
public record CodingAccount(
    int bitsPerSymbol,
    double codeRate,
    int transportBlocks,
    int firstTryErrors,
    int residualErrors,
    int rounds,
    int retransmissions,
    Duration waiting) {
  /**
   * Adds the account of a segment sent later.
   *
   * @param later its account
   * @return totals; modulation and code rate are those of this one
   */
  public CodingAccount plus(CodingAccount later) {
    return new CodingAccount(
        bitsPerSymbol,
        codeRate,
        transportBlocks + later.transportBlocks,
        firstTryErrors + later.firstTryErrors,
        residualErrors + later.residualErrors,
        Math.max(rounds, later.rounds),
        retransmissions + later.retransmissions,
        waiting.plus(later.waiting));
  }
}
