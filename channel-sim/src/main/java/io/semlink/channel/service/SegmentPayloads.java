package io.semlink.channel.service;

import com.google.common.primitives.Floats;
import io.semlink.channel.air.Carried;
import io.semlink.channel.air.Payload;
import io.semlink.chassis.ServiceException;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.SymbolBlock;

/** What segments carry, on the wire and on the air. */
final class SegmentPayloads {
  private SegmentPayloads() {}

  /**
   * Reads what a segment carries.
   *
   * @param carries the kind that the link takes
   * @throws ServiceException INVALID_ARGUMENT if it is not that kind, or not well formed
   */
  static Payload payload(Segment segment, Class<? extends Payload> carries) {
    if (carries == Payload.Symbols.class) {
      if (!segment.hasSymbols()) {
        throw ServiceException.invalidArgument(
            "segment.symbols", "must be present: this link carries symbols, not bytes");
      }
      return symbols(segment.getSymbols());
    }
    if (!segment.hasPayload()) {
      throw ServiceException.invalidArgument(
          "segment.payload", "must be present: this link carries bytes, not symbols");
    }
    return new Payload.Bytes(segment.getPayload().asReadOnlyByteBuffer());
  }

  private static Payload symbols(SymbolBlock block) {
    try {
      return new Payload.Symbols(
          Floats.toArray(block.getInPhaseList()),
          Floats.toArray(block.getQuadratureList()),
          block.getScale() == 0.0f ? 1.0f : block.getScale());
    } catch (IllegalArgumentException e) {
      throw ServiceException.invalidArgument("segment.symbols", "is not valid: " + e.getMessage());
    }
  }

  /** The segment with what arrived of it. */
  static Segment arrived(Segment sent, Carried carried) {
    if (carried.received() instanceof Payload.Symbols symbols) {
      return sent.toBuilder()
          .setSymbols(
              SymbolBlock.newBuilder()
                  .addAllInPhase(Floats.asList(symbols.inPhase()))
                  .addAllQuadrature(Floats.asList(symbols.quadrature()))
                  .setScale(symbols.scale()))
          .build();
    }
    if (!carried.outage()) {
      return sent;
    }
    int bytes = (int) (carried.received().units() / Byte.SIZE);
    return sent.toBuilder().setPayload(sent.getPayload().substring(0, bytes)).build();
  }
}
