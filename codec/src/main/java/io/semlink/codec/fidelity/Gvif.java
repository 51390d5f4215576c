package io.semlink.codec.fidelity;

import io.semlink.codec.hyperprior.Scales;
import io.semlink.codec.mask.KeepMask;

/**
 * Generative visual information fidelity, eq. (27) of "Hybrid generative semantic communication
 * with critical information embedding":
 *
 * <pre>
 * V = sum over kept of log2(1 + (beta theta)^2 / gamma^2) / sum over all of log2(1 + theta^2 / gamma^2)
 * </pre>
 *
 * <p>theta is the scale of a latent at the reference operating point, in quantiser steps; beta the
 * ratio of its scale at the chosen operating point to theta (eq. 30), clipped to [0, 1]; gamma^2
 * the variance of the visual noise. A latent that is not coded has scale 0 and carries no
 * information.
 *
 * @param value fidelity in [0, 1]
 * @param clippedShare share of kept, coded latents whose beta exceeded 1 and was clipped, in [0, 1]
 * @param gammaSquared variance of the visual noise, in quantiser steps squared
 */
public record Gvif(double value, double clippedShare, double gammaSquared) {
  /** Visual noise variance of the paper, section VI-A. */
  public static final double DEFAULT_GAMMA_SQUARED = 0.1;

  /** Information of a latent of scale theta seen through visual noise, in bits. */
  public static double information(double theta, double gammaSquared) {
    return Math.log1p(theta * theta / gammaSquared) / Math.log(2);
  }

  /**
   * GVIF of scales and their ratios.
   *
   * @param theta reference scales, at least 0
   * @param beta scale ratios; above 1 they are clipped
   * @param kept which latents are transmitted
   * @throws IllegalArgumentException if lengths differ or a value is negative or not a number
   */
  public static Gvif of(double[] theta, double[] beta, boolean[] kept, double gammaSquared) {
    if (theta.length != beta.length || theta.length != kept.length) {
      throw new IllegalArgumentException("theta, beta and kept differ in length");
    }
    Sum sum = new Sum(gammaSquared);
    for (int i = 0; i < theta.length; i++) {
      if (!(theta[i] >= 0) || !(beta[i] >= 0)) {
        throw new IllegalArgumentException("theta " + theta[i] + ", beta " + beta[i]);
      }
      sum.total += information(theta[i], gammaSquared);
      if (kept[i]) {
        sum.keep(theta[i], beta[i] * theta[i]);
      }
    }
    return sum.result();
  }

  /**
   * GVIF of scale indices, cells first.
   *
   * @param reference scale indices [cells][channels] of the unfiltered latent at the reference
   *     point
   * @param chosen scale indices of the filtered latent at the chosen operating point, same layout
   * @param mask kept cells
   */
  public static Gvif of(byte[] reference, byte[] chosen, KeepMask mask, double gammaSquared) {
    if (reference.length != chosen.length || reference.length % mask.cells() != 0) {
      throw new IllegalArgumentException("scale indices and mask differ in shape");
    }
    Sum sum = new Sum(gammaSquared);
    double[] sigma = new double[Scales.LEVELS];
    double[] information = new double[Scales.LEVELS];
    for (int i = 0; i < Scales.LEVELS; i++) {
      sigma[i] = Scales.sigma(i);
      information[i] = information(sigma[i], gammaSquared);
    }
    int channels = reference.length / mask.cells();
    for (int cell = 0, at = 0; cell < mask.cells(); cell++) {
      boolean kept = mask.isKept(cell);
      for (int c = 0; c < channels; c++, at++) {
        sum.total += information[reference[at]];
        if (kept) {
          sum.keepIndex(reference[at], chosen[at], information, sigma);
        }
      }
    }
    return sum.result();
  }

  private static final class Sum {
    private final double gammaSquared;
    private double total;
    private double preserved;
    private long keptCount;
    private long clippedCount;

    Sum(double gammaSquared) {
      if (!(gammaSquared > 0)) {
        throw new IllegalArgumentException("gamma^2 must be positive: " + gammaSquared);
      }
      this.gammaSquared = gammaSquared;
    }

    void keep(double reference, double chosen) {
      if (reference == 0 && chosen == 0) {
        return;
      }
      keptCount++;
      if (chosen > reference) {
        clippedCount++;
      }
      preserved += information(Math.min(reference, chosen), gammaSquared);
    }

    void keepIndex(int reference, int chosen, double[] information, double[] sigma) {
      int lower = Math.min(reference, chosen);
      if (Math.max(reference, chosen) == 0) {
        return;
      }
      keptCount++;
      if (sigma[chosen] > sigma[reference]) {
        clippedCount++;
      }
      preserved += information[lower];
    }

    Gvif result() {
      double value = total == 0 ? 0 : Math.min(1, preserved / total);
      double clipped = keptCount == 0 ? 0 : (double) clippedCount / keptCount;
      return new Gvif(value, clipped, gammaSquared);
    }
  }
}
