package io.semlink.channel.modem;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * The channel that symbols meet within one block: {@code r = h g + o} with constant complex gain h
 * and noise {@code o ~ CN(0, noiseVariance)}.
 *
 * @param gainInPhase real part of h
 * @param gainQuadrature imaginary part of h
 * @param noiseVariance variance of the complex noise, at least 0
 */
public record FlatChannel(double gainInPhase, double gainQuadrature, double noiseVariance) {
  /** Power gains below this are a broken link: dividing by them would leave the range of floats. */
  private static final double LEAST_POWER_GAIN = 1e-30;

  /**
   * Sends the symbols number {@code from} to {@code to - 1}, which become received samples.
   *
   * @param random source of the noise
   * @param inPhase real parts
   * @param quadrature imaginary parts
   * @param from number of the first symbol
   * @param to number of the symbol behind the last
   */
  public void transmit(
      UniformRandomProvider random, float[] inPhase, float[] quadrature, int from, int to) {
    rotate(gainInPhase, gainQuadrature, inPhase, quadrature, from, to);
    GaussianNoise.add(random, noiseVariance, inPhase, quadrature, from, to);
  }

  /**
   * Undoes the gain, which the receiver knows: zero forcing, {@code r / h}. Of a broken link
   * nothing but zeros is left.
   *
   * @param inPhase real parts
   * @param quadrature imaginary parts
   * @param from number of the first sample
   * @param to number of the sample behind the last
   */
  public void equalise(float[] inPhase, float[] quadrature, int from, int to) {
    double power = power();
    double inverse = power < LEAST_POWER_GAIN ? 0.0 : 1.0 / power;
    rotate(gainInPhase * inverse, -gainQuadrature * inverse, inPhase, quadrature, from, to);
  }

  /**
   * Returns the variance of the complex noise after equalisation.
   *
   * @return {@code noiseVariance / |h|^2}; infinite if the link is broken
   */
  public double equalisedNoiseVariance() {
    return power() < LEAST_POWER_GAIN ? Double.POSITIVE_INFINITY : noiseVariance / power();
  }

  private double power() {
    return gainInPhase * gainInPhase + gainQuadrature * gainQuadrature;
  }

  /** Multiplies samples by a complex number. */
  private static void rotate(
      double re, double im, float[] inPhase, float[] quadrature, int from, int to) {
    for (int i = from; i < to; i++) {
      double x = inPhase[i];
      double y = quadrature[i];
      inPhase[i] = (float) (re * x - im * y);
      quadrature[i] = (float) (re * y + im * x);
    }
  }
}
