package io.semlink.channel.link;

import io.semlink.channel.air.BlockSource;
import io.semlink.channel.physics.Block;
import java.util.function.LongFunction;

/** A walk over successive blocks of a link, the first of which is settled beforehand. */
final class BlockWalk implements BlockSource {
  private final Block first;
  private final LongFunction<Block> following;
  private long used;

  BlockWalk(Block first, LongFunction<Block> following) {
    this.first = first;
    this.following = following;
  }

  @Override
  public Block next() {
    Block next = used == 0 ? first : following.apply(first.index() + used);
    used++;
    return next;
  }

  /** Number of the block it begins at. */
  long first() {
    return first.index();
  }

  /** Blocks taken so far. */
  long used() {
    return used;
  }
}
