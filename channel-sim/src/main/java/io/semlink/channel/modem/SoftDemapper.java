package io.semlink.channel.modem;

/**
 * Log-likelihood ratios of the bits of equalised symbols by the max-log approximation: of each sum
 * over the points that carry a 0 or a 1 only the largest term is kept.
 *
 * <p>The axes of a Gray-mapped square constellation are independent, and on each the approximation
 * is piecewise linear (F. Tosato and P. Bisaglia, "Simplified soft-output demapper for binary
 * interleaved COFDM", ICC 2002; DOI 10.1109/ICC.2002.996940), so a bit costs a few operations
 * instead of a search. With neighbouring levels 2 apart, {@code a = |u|} and {@code half} levels on
 * either side, the sign bit of a coordinate u has
 *
 * <pre>  min over levels of 1 of (u - s)^2 - min over levels of 0 = +-4 (j + 1) (a - j),
 *   j = min(floor(a / 2), half - 1)</pre>
 *
 * <p>and each further bit is the sign bit of {@code half - a} in half the levels, by the folds of
 * the Gray code.
 *
 * <p>The hard decisions that the signs make are those of the nearest point.
 */
public final class SoftDemapper {
  private final Modulation modulation;
  private final float inverseStep;

  /**
   * Creates a demapper.
   *
   * @param modulation how the symbols were mapped
   */
  public SoftDemapper(Modulation modulation) {
    this.modulation = modulation;
    this.inverseStep = (float) StrictMath.sqrt(modulation.meanPower());
  }

  /**
   * Demaps the symbols number {@code from} to {@code to - 1}.
   *
   * @param inPhase real parts of equalised symbols, finite
   * @param quadrature imaginary parts
   * @param from number of the first symbol
   * @param to number of the symbol behind the last
   * @param noiseVariance variance of the complex noise after equalisation, above 0; infinite if
   *     nothing was received, which makes every ratio 0
   * @param ratios gets the ratios of bit b of symbol s at {@code s * bitsPerSymbol + b}: natural
   *     logarithms, positive if 0 is the more likely bit
   * @throws IllegalArgumentException if the variance is not positive
   */
  public void demap(
      float[] inPhase, float[] quadrature, int from, int to, double noiseVariance, float[] ratios) {
    if (!(noiseVariance > 0.0)) {
      throw new IllegalArgumentException("noise variance must be above 0, but is " + noiseVariance);
    }
    int bits = modulation.bitsPerSymbol();
    float scale = (float) (4.0 / (modulation.meanPower() * noiseVariance));
    if (modulation.axes() == 1) {
      for (int i = from; i < to; i++) {
        ratios[i] = scale * inverseStep * (inPhase[i] + quadrature[i]);
      }
      return;
    }
    for (int i = from; i < to; i++) {
      demapAxis(inverseStep * inPhase[i], scale, ratios, i * bits);
      demapAxis(inverseStep * quadrature[i], scale, ratios, i * bits + 1);
    }
  }

  private void demapAxis(float coordinate, float scale, float[] ratios, int first) {
    int half = 1 << modulation.bitsPerAxis() >> 1;
    int at = first;
    float u = coordinate;
    for (; half > 0; half >>= 1) {
      float a = Math.abs(u);
      int j = Math.min((int) (0.5f * a), half - 1);
      float distance = (j + 1) * (a - j);
      ratios[at] = scale * (u < 0 ? -distance : distance);
      u = half - a;
      at += 2;
    }
  }
}
