package io.semlink.channel.modem;

import io.semlink.channel.ldpc.LdpcDecoder;
import io.semlink.channel.ldpc.SoftBuffer;
import io.semlink.channel.ldpc.TransportBlockCode;
import io.semlink.channel.physics.Decibels;
import io.semlink.channel.physics.RandomStreams;
import org.apache.commons.rng.UniformRandomProvider;

/** Transport blocks of random bits over white noise, each sent once. */
final class CodedLink {
  private final ModulationAndCoding coding;
  private final TransportBlockCode code;
  private final UniformRandomProvider random;
  private final LdpcDecoder decoder = new LdpcDecoder();

  CodedLink(ModulationAndCoding coding, int payloadBits, long seed) {
    this.coding = coding;
    this.code = TransportBlockCode.of(payloadBits, coding.codeRate());
    this.random = RandomStreams.open(seed, coding.index() * 10_000L + payloadBits);
  }

  /** Counts blocks that fail among so many, stopping early at a number of failures. */
  BlockErrors measure(double snrDb, int mostBlocks, int mostErrors) {
    FlatChannel channel = new FlatChannel(1, 0, 1 / Decibels.toLinear(snrDb));
    int blocks = 0;
    int errors = 0;
    while (blocks < mostBlocks && errors < mostErrors) {
      errors += fails(channel) ? 1 : 0;
      blocks++;
    }
    return new BlockErrors(snrDb, blocks, errors);
  }

  private boolean fails(FlatChannel channel) {
    byte[] payload = new byte[code.payloadBits() / Byte.SIZE];
    random.nextBytes(payload);
    int bitsPerSymbol = coding.modulation().bitsPerSymbol();
    int symbols = coding.symbols(code.payloadBits() + code.crcBits());
    int bits = symbols * bitsPerSymbol;
    float[] inPhase = new float[symbols];
    float[] quadrature = new float[symbols];
    float[] ratios = new float[bits];
    coding
        .modulation()
        .map(code.select(code.encode(payload), 0, bits, bitsPerSymbol), inPhase, quadrature);
    channel.transmit(random, inPhase, quadrature, 0, symbols);
    channel.equalise(inPhase, quadrature, 0, symbols);
    new SoftDemapper(coding.modulation())
        .demap(inPhase, quadrature, 0, symbols, channel.equalisedNoiseVariance(), ratios);
    SoftBuffer soft = code.softBuffer();
    soft.combine(ratios, bits, 0, bitsPerSymbol);
    return !decoder.decode(code, soft, LdpcDecoder.DEFAULT_MAX_ITERATIONS).crcOk();
  }
}
