package io.semlink.channel.link;

import io.semlink.channel.air.Air;
import io.semlink.channel.air.Carried;
import io.semlink.channel.air.LinkModel;
import io.semlink.channel.air.Payload;
import io.semlink.channel.air.Terms;
import io.semlink.channel.air.Transmission;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A band of its own, from the start of a block. */
final class SeparateBand implements BandUse {
  private final Transmission transmission;
  private final BlockWalk blocks;

  /** Begins at the start of the walk's next block. */
  SeparateBand(LinkModel model, BlockWalk blocks, Terms terms) {
    this.blocks = blocks;
    this.transmission = model.begin(new Air(blocks, model::unitsPerSecond), terms);
  }

  @Override
  public CompletableFuture<Carried> carry(Payload segment) {
    return CompletableFuture.completedFuture(transmission.carry(segment));
  }

  @Override
  public Duration elapsed() {
    return transmission.elapsed();
  }

  @Override
  public boolean outage() {
    return transmission.outage();
  }

  @Override
  public long blocks() {
    return blocks.used();
  }

  @Override
  public void leave() {
    // Nobody waits for this band.
  }
}
