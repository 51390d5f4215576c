package io.semlink.channel.service;

import com.google.common.primitives.Floats;
import io.semlink.channel.air.Carried;
import io.semlink.channel.air.Payload;
import io.semlink.chassis.ServiceException;
import io.semlink.link.v1.Segment;
import io.semlink.link.v1.SymbolBlock;
import java.util.List;

/** What segments carry, on the wire and on the air. */
final class SegmentPayloads {
  /** Largest part of a symbol: far from where the power of a segment leaves the range of floats. */
  private static final float LARGEST = 1e15f;

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
    float scale = block.getScale() == 0.0f ? 1.0f : block.getScale();
    requireRange("in_phase", block.getInPhaseList());
    requireRange("quadrature", block.getQuadratureList());
    requireRange("scale", List.of(scale));
    try {
      return new Payload.Symbols(
          Floats.toArray(block.getInPhaseList()), Floats.toArray(block.getQuadratureList()), scale);
    } catch (IllegalArgumentException e) {
      throw ServiceException.invalidArgument("segment.symbols", "is not valid: " + e.getMessage());
    }
  }

  private static void requireRange(String part, List<Float> values) {
    for (float value : values) {
      if (!(Math.abs(value) <= LARGEST)) {
        throw ServiceException.invalidArgument(
            "segment.symbols." + part,
            "must be at most %s, but holds %s".formatted(LARGEST, value));
      }
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
