package io.semlink.channel.modem;

import io.semlink.channel.physics.Decibels;
import java.util.Optional;

/**
 * Choice of modulation and code by the SNR: the entry of highest spectral efficiency whose block
 * error rate over white noise, with our own coder, modem and decoder, is at most the one asked for.
 */
public final class LinkAdaptation {
  private static final RequiredSnr REQUIRED = RequiredSnr.load();

  private LinkAdaptation() {}

  /**
   * Chooses for a message.
   *
   * @param snr linear SNR, Es/N0, at least 0
   * @param messageBytes length of the message, whose transport blocks are as long as it allows
   * @param blockErrorRate share of transport blocks that may fail at the first try, 0.001 to 0.1
   * @param maxBitsPerSymbol most bits per symbol that may be chosen, at least 1
   * @return the entry; empty if none is good enough at that SNR
   * @throws IllegalArgumentException if the block error rate is out of range
   */
  public static Optional<ModulationAndCoding> choose(
      double snr, int messageBytes, double blockErrorRate, int maxBitsPerSymbol) {
    double snrDb = Decibels.fromLinear(snr);
    ModulationAndCoding best = null;
    for (ModulationAndCoding entry : ModulationAndCoding.all()) {
      if (entry.modulation().bitsPerSymbol() <= maxBitsPerSymbol
          && (best == null || entry.spectralEfficiency() >= best.spectralEfficiency())
          && requiredSnrDb(entry, messageBytes, blockErrorRate) <= snrDb) {
        best = entry;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Returns the SNR that an entry needs.
   *
   * @param entry modulation and code
   * @param messageBytes length of the message
   * @param blockErrorRate block error rate at the first try, 0.001 to 0.1
   * @return Es/N0 in dB, as measured for block lengths near by and interpolated
   * @throws IllegalArgumentException if the block error rate is out of range
   */
  public static double requiredSnrDb(
      ModulationAndCoding entry, int messageBytes, double blockErrorRate) {
    int blocks = Math.max(1, entry.transportBlocks(messageBytes));
    int blockBytes = Math.max(1, (messageBytes + blocks - 1) / blocks);
    return REQUIRED.db(entry, blockBytes * Byte.SIZE, blockErrorRate);
  }
}
