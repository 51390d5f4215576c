package io.semlink.codec.fidelity;

import io.semlink.codec.mask.KeepMask;

/**
 * Where the information of a photo lies and where it was kept: one value per cell, for pictures.
 *
 * <p>{@link #kept} times {@link #share}, summed over all cells, is {@link Gvif#value}. Scale
 * indices are [cells][channels] and mean the same as in {@link Gvif#of(byte[], byte[], KeepMask,
 * double)}.
 *
 * @param rows cells down
 * @param columns cells across
 * @param values [rows][columns]; not copied, so do not write to it
 */
public record GvifMap(int rows, int columns, double[] values) {
  /** Checks that the shape agrees with the values. */
  public GvifMap {
    if (rows < 1 || columns < 1 || values.length != rows * columns) {
      throw new IllegalArgumentException(values.length + " values for " + rows + "x" + columns);
    }
  }

  /** Value of a cell. */
  public double value(int row, int column) {
    return values[row * columns + column];
  }

  /**
   * Eq. (27) of every cell by itself: information kept in it over its reference information.
   *
   * @return values in [0, 1]; 0 in cells that were dropped or hold no information
   * @throws IllegalArgumentException if the shapes differ or gamma^2 is not positive
   */
  public static GvifMap kept(byte[] reference, byte[] chosen, KeepMask mask, double gammaSquared) {
    int channels = ScaleInformation.channels(reference, chosen, mask);
    ScaleInformation information = new ScaleInformation(gammaSquared);
    double[] values = new double[mask.cells()];
    for (int cell = 0; cell < values.length; cell++) {
      double total = 0;
      double kept = 0;
      for (int at = cell * channels; at < (cell + 1) * channels; at++) {
        total += information.of(reference[at]);
        kept += information.preserved(reference[at], chosen[at]);
      }
      values[cell] = mask.isKept(cell) && total > 0 ? kept / total : 0;
    }
    return new GvifMap(mask.rows(), mask.columns(), values);
  }

  /**
   * Share of every cell in the reference information of the photo.
   *
   * @return values in [0, 1] that sum to 1, or all 0 if the photo holds no information
   * @throws IllegalArgumentException if the shapes differ or gamma^2 is not positive
   */
  public static GvifMap share(byte[] reference, int rows, int columns, double gammaSquared) {
    GvifMap mean = meanInformation(reference, rows, columns, gammaSquared);
    double total = 0;
    for (double value : mean.values) {
      total += value;
    }
    double[] values = new double[mean.values.length];
    for (int cell = 0; cell < values.length && total > 0; cell++) {
      values[cell] = mean.values[cell] / total;
    }
    return new GvifMap(rows, columns, values);
  }

  /**
   * Mean over the channels of log2(1 + theta^2 / gamma^2), as drawn in Fig. 6 of the paper, whose
   * caption names gamma = 0.1, that is gamma^2 = 0.01.
   *
   * @return values in bits per latent, at least 0
   * @throws IllegalArgumentException if the shapes differ or gamma^2 is not positive
   */
  public static GvifMap meanInformation(
      byte[] reference, int rows, int columns, double gammaSquared) {
    int channels = ScaleInformation.channels(reference, rows * columns);
    ScaleInformation information = new ScaleInformation(gammaSquared);
    double[] values = new double[rows * columns];
    for (int cell = 0; cell < values.length; cell++) {
      double total = 0;
      for (int at = cell * channels; at < (cell + 1) * channels; at++) {
        total += information.of(reference[at]);
      }
      values[cell] = total / channels;
    }
    return new GvifMap(rows, columns, values);
  }
}
