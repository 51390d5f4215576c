package io.semlink.channel.air;

import io.semlink.channel.ldpc.LdpcDecoder;
import io.semlink.channel.ldpc.SoftBuffer;
import io.semlink.channel.ldpc.TransportBlockCode;
import io.semlink.channel.modem.ModulationAndCoding;
import io.semlink.channel.modem.Scrambler;
import io.semlink.channel.modem.SoftDemapper;

/** One transport block under way: its code word, and what the receiver holds of it. */
final class TransportBlock {
  /** Redundancy versions in the order of their rounds (3GPP TS 38.214, 5.1.2.1). */
  private static final int[] REDUNDANCY_VERSIONS = {0, 2, 3, 1};

  private final int number;
  private final ModulationAndCoding coding;
  private final TransportBlockCode code;
  private final byte[] codeword;
  private final SoftBuffer soft;
  private final int symbols;
  private int rounds;
  private long readyNanos;

  TransportBlock(int number, byte[] payload, ModulationAndCoding coding) {
    this.number = number;
    this.coding = coding;
    this.code = TransportBlockCode.of(payload.length * Byte.SIZE, coding.codeRate());
    this.codeword = code.encode(payload);
    this.soft = code.softBuffer();
    this.symbols = coding.symbols(code.payloadBits() + code.crcBits());
  }

  /**
   * Sends one round, which the receiver adds to those before.
   *
   * @return symbols that were out before the deadline; if they are not all, the round is lost
   */
  int send(SymbolChannel channel) {
    int bitsPerSymbol = coding.modulation().bitsPerSymbol();
    int bits = symbols * bitsPerSymbol;
    int version = REDUNDANCY_VERSIONS[rounds % REDUNDANCY_VERSIONS.length];
    rounds++;
    float[] inPhase = new float[symbols];
    float[] quadrature = new float[symbols];
    byte[] selected = code.select(codeword, version, bits, bitsPerSymbol);
    Scrambler.scramble(selected);
    coding.modulation().map(selected, inPhase, quadrature);
    float[] ratios = new float[bits];
    SoftDemapper demapper = new SoftDemapper(coding.modulation());
    int onTime =
        channel.send(
            inPhase,
            quadrature,
            (from, to, variance) ->
                demapper.demap(inPhase, quadrature, from, to, variance, ratios));
    if (onTime == symbols) {
      Scrambler.descramble(ratios);
      soft.combine(ratios, bits, version, bitsPerSymbol);
    }
    return onTime;
  }

  /** Decodes what was received in all rounds. */
  LdpcDecoder.Result decode(LdpcDecoder decoder, int maxIterations) {
    return decoder.decode(code, soft, maxIterations);
  }

  /** Says when the next round may begin. */
  void waitUntil(long nanos) {
    readyNanos = nanos;
  }

  long readyNanos() {
    return readyNanos;
  }

  int number() {
    return number;
  }

  int symbols() {
    return symbols;
  }

  int rounds() {
    return rounds;
  }
}
