package io.semlink.codec.hyperprior;

/**
 * Quantised hyper-latent, the side information from which both ends compute the scales.
 *
 * @param channels hyper channels
 * @param rows hyper cells down
 * @param columns hyper cells across
 * @param values [channels][rows][columns], flattened
 */
public record HyperLatent(int channels, int rows, int columns, int[] values) {
  /** Checks that the shape agrees with the values. */
  public HyperLatent {
    if (values.length != channels * rows * columns) {
      throw new IllegalArgumentException(
          values.length + " values for " + channels + "x" + rows + "x" + columns);
    }
  }
}
