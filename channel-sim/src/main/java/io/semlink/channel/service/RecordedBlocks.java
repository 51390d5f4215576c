package io.semlink.channel.service;

import io.semlink.channel.link.Recording;
import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.Complex;
import io.semlink.channel.physics.Decibels;
import io.semlink.channel.v1.RecordedBlock;
import java.time.DateTimeException;

/** Recorded blocks, on the wire and as links play them back. */
final class RecordedBlocks {
  private RecordedBlocks() {}

  static RecordedBlock toProto(Recording.Entry entry) {
    Block block = entry.block();
    double ratio = entry.knownGain() / block.gain();
    return RecordedBlock.newBuilder()
        .setBlockIndex(block.index())
        .setGainReal(entry.coefficient().re())
        .setGainImag(entry.coefficient().im())
        .setPowerGain(block.gain())
        .setKnownPowerGain(entry.knownGain())
        .setKnowledgeErrorDb(
            ratio > 0.0 && Double.isFinite(ratio) ? Decibels.fromLinear(ratio) : 0.0)
        .setSnrDb(block.snrDb())
        .setBandwidthHz(block.bandwidthHz())
        .setDuration(ProtoTimes.toProto(block.duration()))
        .build();
  }

  /**
   * Reads a block.
   *
   * @throws IllegalArgumentException if a value is missing or outside its range
   */
  static Recording.Entry fromProto(RecordedBlock recorded) {
    Block block;
    try {
      block =
          new Block(
              recorded.getBlockIndex(),
              recorded.getPowerGain(),
              recorded.getSnrDb(),
              recorded.getBandwidthHz(),
              ProtoTimes.fromProto(recorded.getDuration()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("duration is " + e.getMessage(), e);
    }
    double known =
        recorded.hasKnownPowerGain()
            ? recorded.getKnownPowerGain()
            : block.gain() * Decibels.toLinear(recorded.getKnowledgeErrorDb());
    return new Recording.Entry(
        block, new Complex(recorded.getGainReal(), recorded.getGainImag()), known);
  }
}
