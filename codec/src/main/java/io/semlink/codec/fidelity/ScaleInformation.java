package io.semlink.codec.fidelity;

import io.semlink.codec.hyperprior.Scales;
import io.semlink.codec.mask.KeepMask;

/** Information of a latent by its scale index, in bits, seen through visual noise. */
final class ScaleInformation {
  private final double[] bits = new double[Scales.LEVELS];

  ScaleInformation(double gammaSquared) {
    if (!(gammaSquared > 0)) {
      throw new IllegalArgumentException("gamma^2 must be positive: " + gammaSquared);
    }
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Gvif.information(Scales.sigma(i), gammaSquared);
    }
  }

  double of(int index) {
    return bits[index];
  }

  /** Information of beta theta, beta = chosen / reference clipped to 1. */
  double preserved(int reference, int chosen) {
    return bits[Math.min(reference, chosen)];
  }

  /** Channels of a cell. */
  static int channels(byte[] indices, int cells) {
    if (indices.length == 0 || indices.length % cells != 0) {
      throw new IllegalArgumentException(
          indices.length + " scale indices do not divide into " + cells + " cells");
    }
    return indices.length / cells;
  }

  /** Channels of a cell of a reference, a chosen point and a mask that must agree in shape. */
  static int channels(byte[] reference, byte[] chosen, KeepMask mask) {
    if (reference.length != chosen.length) {
      throw new IllegalArgumentException(
          reference.length + " scale indices at the reference, " + chosen.length + " chosen");
    }
    return channels(reference, mask.cells());
  }
}
