package io.semlink.codec.control;

import io.semlink.codec.fidelity.Gvif;
import io.semlink.codec.hyperprior.Scales;

/**
 * Expectations under N(0, sigma^2) quantised with unit step, by scale index in quarter steps; entry
 * 0 stands for what is not coded.
 */
final class RateTables {
  /** Table entries per scale index. */
  static final int FINENESS = 4;

  static final int ENTRIES = Scales.LEVELS * FINENESS;

  private static final float[] BITS = new float[ENTRIES];
  private static final float[] SQUARED_ERROR = new float[ENTRIES];

  static {
    for (int i = 1; i < ENTRIES; i++) {
      QuantisedGaussian law = QuantisedGaussian.of(Scales.sigma((double) i / FINENESS));
      BITS[i] = (float) law.entropyBits();
      SQUARED_ERROR[i] = (float) law.squaredError();
    }
  }

  private RateTables() {}

  /** Bits of a value. */
  static float bits(int entry) {
    return BITS[entry];
  }

  /** Mean squared error of a value, in squared quantiser steps. */
  static float squaredError(int entry) {
    return SQUARED_ERROR[entry];
  }

  /** Bits and information of a value by turns: what the search adds up lies side by side. */
  static float[] bitsAndInformation(double gammaSquared) {
    float[] both = new float[2 * ENTRIES];
    for (int i = 1; i < ENTRIES; i++) {
      both[2 * i] = BITS[i];
      both[2 * i + 1] = (float) Gvif.information(Scales.sigma((double) i / FINENESS), gammaSquared);
    }
    return both;
  }
}
