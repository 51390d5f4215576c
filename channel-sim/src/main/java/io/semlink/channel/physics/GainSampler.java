package io.semlink.channel.physics;

import org.apache.commons.rng.UniformRandomProvider;

/** Draws power gains {@code |h|^2} of unit mean, independent from call to call. */
@FunctionalInterface
interface GainSampler {
  /**
   * Draws one gain.
   *
   * @param random source of uniform bits
   * @return {@code |h|^2}, at least 0 and finite
   */
  double sample(UniformRandomProvider random);
}
