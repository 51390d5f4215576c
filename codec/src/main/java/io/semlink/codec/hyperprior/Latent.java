package io.semlink.codec.hyperprior;

/**
 * Unquantised latent of a photo, cells first.
 *
 * @param rows cells down
 * @param columns cells across
 * @param channels latent channels per cell
 * @param values [rows][columns][channels], flattened
 */
public record Latent(int rows, int columns, int channels, float[] values) {
  /** Checks that the shape agrees with the values. */
  public Latent {
    if (rows < 1 || columns < 1 || channels < 1 || values.length != rows * columns * channels) {
      throw new IllegalArgumentException(
          values.length + " values for " + rows + "x" + columns + "x" + channels);
    }
  }

  /** Number of cells. */
  public int cells() {
    return rows * columns;
  }
}
