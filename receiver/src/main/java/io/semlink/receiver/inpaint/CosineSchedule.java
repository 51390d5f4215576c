package io.semlink.receiver.inpaint;

/**
 * The variance-preserving cosine schedule: x_t = alpha(t) x_0 + sigma(t) eps, t in [0, 1].
 *
 * <p>alpha = cos(pi t / 2), sigma = sin(pi t / 2), so that alpha^2 + sigma^2 = 1. With the
 * network's v = alpha eps - sigma x_0 follows x_0 = alpha x_t - sigma v (Salimans and Ho 2022,
 * arXiv:2202.00512, appendix D).
 */
final class CosineSchedule {
  private CosineSchedule() {}

  /** Share of the picture at a time. */
  static double alpha(double t) {
    return Math.cos(0.5 * Math.PI * t);
  }

  /** Share of the noise at a time. */
  static double sigma(double t) {
    return Math.sin(0.5 * Math.PI * t);
  }

  /**
   * Times of a run, evenly spaced from 1 (noise) down to 0 (picture).
   *
   * @return steps + 1 times
   */
  static double[] times(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1, is " + steps);
    }
    double[] times = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      times[i] = 1 - (double) i / steps;
    }
    return times;
  }

  /**
   * Standard deviation of the fresh noise of a step from time t down to time s.
   *
   * <p>Song et al. 2021, arXiv:2010.02502, eq. (16): eta = 0 is DDIM, eta = 1 the ancestral sampler
   * of DDPM (Ho et al. 2020, arXiv:2006.11239).
   */
  static double freshNoise(double t, double s, double eta) {
    double ratio = alpha(t) / alpha(s);
    return eta * sigma(s) / sigma(t) * Math.sqrt(Math.max(0, 1 - ratio * ratio));
  }
}
