package io.semlink.channel.physics;

/**
 * One realisation of a fading law: the gain of every block, a pure function of the seed.
 *
 * <p>Blocks may be asked for in any order; asking twice gives the same gain to the last bit, on any
 * machine. Instances keep a cache and are not safe for use by several threads at once.
 */
@FunctionalInterface
public interface FadingProcess {
  /**
   * Returns the power gain of a block.
   *
   * @param block number of the block; negative ones lie before the start
   * @return {@code |h|^2}, at least 0
   */
  double gain(long block);

  /**
   * Returns the complex gain of a block.
   *
   * @param block number of the block; negative ones lie before the start
   * @return {@code h}, whose squared modulus is {@link #gain} but for the last bits; real unless
   *     the law says more
   */
  default Complex coefficient(long block) {
    return new Complex(Math.sqrt(gain(block)), 0.0);
  }
}
