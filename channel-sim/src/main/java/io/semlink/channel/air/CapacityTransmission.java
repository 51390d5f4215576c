package io.semlink.channel.air;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Serialises bits at the capacity of each block; the deadline cuts. */
final class CapacityTransmission extends TimedTransmission {
  private final Air air;

  CapacityTransmission(Air air, Terms terms) {
    super(air, terms);
    this.air = air;
  }

  @Override
  public Carried carry(Payload segment) {
    if (!(segment instanceof Payload.Bytes bytes)) {
      throw new IllegalArgumentException("this link carries bytes, not symbols");
    }
    ByteBuffer buffer = bytes.buffer();
    progress.begin();
    Air.Sent sent =
        progress.outage() ? Progress.NOTHING : air.send(segment.units(), progress.deadlineNanos());
    ByteBuffer received = buffer.slice(buffer.position(), (int) (sent.onTime() / Byte.SIZE));
    return progress.end(
        new Payload.Bytes(received),
        segment.units(),
        sent.onTime(),
        channelUses(sent),
        Optional.empty());
  }

  /** Symbols at the bandwidth during which the bits were on the air. */
  private static long channelUses(Air.Sent sent) {
    double uses = 0.0;
    for (Air.Run run : sent.runs()) {
      uses += run.units() / run.block().capacityBps() * run.block().bandwidthHz();
    }
    return (long) Math.ceil(uses);
  }
}
