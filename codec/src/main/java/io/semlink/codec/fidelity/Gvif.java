package io.semlink.codec.fidelity;

import io.semlink.codec.mask.KeepMask;

/**
 * Generative visual information fidelity, eq. (27) of "Hybrid generative semantic communication
 * with critical information embedding":
 *
 * <pre>
 * V = sum over kept of log2(1 + (beta theta)^2 / gamma^2) / sum over all of log2(1 + theta^2 / gamma^2)
 * </pre>
 *
 * <p>theta is the scale of a latent at the reference operating point (eq. 28), in quantiser steps;
 * beta the ratio of its scale at the chosen operating point (eq. 29) to theta (eq. 30). A latent
 * that is not coded has scale 0 and carries no information.
 *
 * <p><b>beta</b> needs latents that mean the same at both points: one variable-rate network.
 * Between networks trained apart the latents differ in order, scale and even number, and eq. (30)
 * means nothing. Within one network too beta may exceed 1, because every point estimates its own
 * scales; eq. (27) would leave [0, 1]. So it is clipped to 1, and {@link #clippedShare} says how
 * often.
 *
 * <p><b>gamma^2</b> is the variance of the visual noise. The paper names gamma^2 = 0.1 in section
 * VI-A and gamma = 0.1, that is gamma^2 = 0.01, under Fig. 6; values compare only at equal gamma^2,
 * so it is part of the result.
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
   * @throws IllegalArgumentException if lengths differ or a value is negative or not a number, or
   *     gamma^2 is not positive
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
   * @throws IllegalArgumentException if the shapes differ or gamma^2 is not positive
   */
  public static Gvif of(byte[] reference, byte[] chosen, KeepMask mask, double gammaSquared) {
    int channels = ScaleInformation.channels(reference, chosen, mask);
    Sum sum = new Sum(gammaSquared);
    ScaleInformation information = new ScaleInformation(gammaSquared);
    for (int cell = 0, at = 0; cell < mask.cells(); cell++) {
      boolean kept = mask.isKept(cell);
      for (int c = 0; c < channels; c++, at++) {
        sum.total += information.of(reference[at]);
        if (kept) {
          sum.keepIndex(reference[at], chosen[at], information);
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

    void keepIndex(int reference, int chosen, ScaleInformation information) {
      if (reference == 0 && chosen == 0) {
        return;
      }
      keptCount++;
      if (chosen > reference) {
        clippedCount++;
      }
      preserved += information.preserved(reference, chosen);
    }

    Gvif result() {
      double value = total == 0 ? 0 : Math.min(1, preserved / total);
      double clipped = keptCount == 0 ? 0 : (double) clippedCount / keptCount;
      return new Gvif(value, clipped, gammaSquared);
    }
  }
}
