package io.semlink.channel.air;

import io.semlink.channel.physics.Block;

/** Supplies the blocks that a transmission meets, one after the other. */
@FunctionalInterface
public interface BlockSource {
  /**
   * Moves on to the next block.
   *
   * @return the block that follows the one returned last
   */
  Block next();
}
