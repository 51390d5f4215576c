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

  /** From the networks' layout [channels][rows][columns]. */
  static Latent fromPlanes(float[] planes, int rows, int columns, int channels) {
    int cells = rows * columns;
    float[] values = new float[planes.length];
    for (int c = 0; c < channels; c++) {
      for (int cell = 0, at = c * cells; cell < cells; cell++, at++) {
        values[cell * channels + c] = planes[at];
      }
    }
    return new Latent(rows, columns, channels, values);
  }

  /** To the networks' layout [channels][rows][columns]. */
  float[] toPlanes() {
    int cells = cells();
    float[] planes = new float[values.length];
    for (int c = 0; c < channels; c++) {
      for (int cell = 0, at = c * cells; cell < cells; cell++, at++) {
        planes[at] = values[cell * channels + c];
      }
    }
    return planes;
  }
}
