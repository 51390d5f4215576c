package io.semlink.channel.air;

import io.semlink.channel.ldpc.LdpcDecoder;
import io.semlink.channel.modem.ModulationAndCoding;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Sends each segment as transport blocks of one modulation and code. What arrives of it are the
 * bytes before the first block that never got through: what a receiver can hand on in order.
 */
final class SymbolsTransmission extends TimedTransmission {
  private final SymbolsModel model;
  private final Air air;
  private final Terms terms;
  private final SymbolChannel channel;
  private final LdpcDecoder decoder = new LdpcDecoder();

  SymbolsTransmission(SymbolsModel model, Air air, Terms terms) {
    super(air, terms);
    this.model = model;
    this.air = air;
    this.terms = terms;
    this.channel = new SymbolChannel(air, terms);
  }

  @Override
  public Carried carry(Payload segment) {
    if (!(segment instanceof Payload.Bytes bytes)) {
      throw new IllegalArgumentException("this link carries bytes, not symbols");
    }
    ByteBuffer buffer = bytes.buffer();
    // Below the SNR of the most robust entry that one is tried: rounds add up.
    ModulationAndCoding coding =
        model.choose(terms.reportedSnr(), buffer.remaining()).orElse(ModulationAndCoding.of(0));
    progress.begin();
    HybridArq arq =
        new HybridArq(model, coding, air, progress.deadlineNanos(), channel, decoder, buffer);
    if (!progress.outage()) {
      arq.run();
    }
    ByteBuffer received = arq.received();
    return progress.end(
        new Payload.Bytes(received),
        segment.units(),
        (long) received.remaining() * Byte.SIZE,
        arq.channelUses(),
        Optional.of(arq.account()));
  }
}
