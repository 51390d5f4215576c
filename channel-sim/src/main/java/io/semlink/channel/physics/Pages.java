package io.semlink.channel.physics;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pages of consecutive blocks, the two used last kept: the block in use and one reported late often
 * lie on two pages.
 *
 * @param <P> what a page holds
 */
final class Pages<P> {
  private final int length;
  private final LongFunction<P> loader;

  private @Nullable P page;
  private long number;
  private @Nullable P otherPage;
  private long otherNumber;

  /**
   * Starts without pages.
   *
   * @param length blocks per page
   * @param loader makes the page of a given number, a pure function of it
   */
  Pages(int length, LongFunction<P> loader) {
    this.length = length;
    this.loader = loader;
  }

  /** Returns the page that holds a block. */
  P of(long block) {
    long wanted = Math.floorDiv(block, length);
    P present = page;
    if (present != null && number == wanted) {
      return present;
    }
    P found = otherPage != null && otherNumber == wanted ? otherPage : loader.apply(wanted);
    otherPage = present;
    otherNumber = number;
    page = found;
    number = wanted;
    return found;
  }

  /** Returns the place of a block on its page. */
  int place(long block) {
    return Math.floorMod(block, length);
  }
}
