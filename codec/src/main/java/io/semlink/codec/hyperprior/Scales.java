package io.semlink.codec.hyperprior;

/**
 * The 64 scales (standard deviations, in quantiser steps) that a latent can have.
 *
 * <p>Index i stands for {@code 0.11 * (256 / 0.11)^(i / 63)}, except index 0, which stands for a
 * latent that is not coded at all: it is always zero, so its scale is zero.
 */
public final class Scales {
  /** Number of scale indices. */
  public static final int LEVELS = 64;

  /** Scale of the lowest level, in quantiser steps. */
  public static final double MINIMUM = 0.11;

  /** Scale of the highest level, in quantiser steps. */
  public static final double MAXIMUM = 256;

  /** Natural logarithm of the ratio of neighbouring scales. */
  public static final double LOG_STEP = Math.log(MAXIMUM / MINIMUM) / (LEVELS - 1);

  private Scales() {}

  /** Scale at a real-valued index; zero at or below index 0. */
  public static double sigma(double index) {
    return index <= 0 ? 0 : MINIMUM * Math.exp(LOG_STEP * index);
  }
}
