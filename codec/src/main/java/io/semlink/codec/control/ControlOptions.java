package io.semlink.codec.control;

import io.semlink.codec.fidelity.Gvif;

/**
 * Bounds of the control.
 *
 * @param maxAlpha greatest threshold allowed, alpha_th of the paper
 * @param minMaskPsnrDb estimated PSNR of the kept cells must reach this, in dB; 0 for no floor
 * @param gammaSquared variance of the visual noise of GVIF
 */
public record ControlOptions(double maxAlpha, double minMaskPsnrDb, double gammaSquared) {
  /** The paper's values, without a floor. */
  public static final ControlOptions DEFAULT =
      new ControlOptions(0.8, 0, Gvif.DEFAULT_GAMMA_SQUARED);

  /** Checks ranges. */
  public ControlOptions {
    if (!(maxAlpha >= 0 && maxAlpha <= 1)) {
      throw new IllegalArgumentException("maximum alpha must be in [0, 1]: " + maxAlpha);
    }
    if (!(minMaskPsnrDb >= 0 && minMaskPsnrDb <= 60)) {
      throw new IllegalArgumentException(
          "floor of the mask PSNR must be in [0, 60] dB: " + minMaskPsnrDb);
    }
    if (!(gammaSquared > 0)) {
      throw new IllegalArgumentException("gamma^2 must be positive: " + gammaSquared);
    }
  }

  /** Same bounds with another greatest threshold; with 0 everything is sent. */
  public ControlOptions withMaxAlpha(double alpha) {
    return new ControlOptions(alpha, minMaskPsnrDb, gammaSquared);
  }
}
