package io.semlink.channel.physics;

import java.time.Duration;

/**
 * A law of the power gain {@code |h|^2} of a block, with unit mean (but for a {@link Trace}, which
 * is as it was recorded), and its realisations.
 *
 * <p>Implementations are immutable values, equal when their parameters are.
 */
public sealed interface FadingLaw
    permits NoFading,
        Rayleigh,
        Rician,
        Nakagami,
        CorrelatedRayleigh,
        CorrelatedRician,
        Shadowed,
        Trace {

  /**
   * Returns the name used in configuration and on the wire.
   *
   * @return lower-case name without parameters
   */
  String name();

  /**
   * Returns the probability that the gain is at most a value.
   *
   * @param gain power gain; any value, the result is 0 below 0
   * @return {@code P(|h|^2 <= gain)}, in [0, 1]
   */
  double cumulative(double gain);

  /**
   * Returns the gain not exceeded with a given probability.
   *
   * @param probability in [0, 1)
   * @return the smallest gain whose cumulative probability is at least that
   * @throws IllegalArgumentException if the probability is outside [0, 1)
   */
  double quantile(double probability);

  /**
   * Opens a realisation.
   *
   * @param seed any value; the same seed gives the same gains for blocks of the same length
   * @param block length of a block, positive; matters to laws with a memory
   * @return the gains of all blocks
   */
  FadingProcess process(long seed, Duration block);
}
