package io.semlink.receiver.inpaint;

import java.util.SplittableRandom;

/**
 * Standard normal noise that a seed determines on every machine.
 *
 * <p>Polar method (Marsaglia and Bray 1964, doi:10.1137/1006063) over SplitMix64, with strict
 * floating-point functions: the library's own nextGaussian may change between Java releases.
 */
final class GaussianNoise {
  private final SplittableRandom random;
  private double spare;
  private boolean hasSpare;

  GaussianNoise(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The next value, N(0, 1). */
  double next() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double u;
    double v;
    double square;
    do {
      u = 2 * random.nextDouble() - 1;
      v = 2 * random.nextDouble() - 1;
      square = u * u + v * v;
    } while (square >= 1 || square == 0);
    double scale = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    spare = v * scale;
    hasSpare = true;
    return u * scale;
  }

  /** A new array of values. */
  float[] array(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) next();
    }
    return values;
  }
}
