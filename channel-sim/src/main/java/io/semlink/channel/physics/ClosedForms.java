package io.semlink.channel.physics;

import java.time.Duration;

/**
 * What theory says of a fading law: outage, epsilon-outage capacity and ergodic capacity.
 *
 * <p>The mean air time of a photo has no entry: at capacity under Rayleigh fading it diverges,
 * which is why reports give quantiles and outage probabilities instead.
 */
public final class ClosedForms {
  /** Coarsest step of the trapezoid rule in the logarithm of the gain. */
  private static final double LOG_STEP = 1.0 / 8.0;

  /** Halvings of the step at most; a narrow law needs several. */
  private static final int REFINEMENTS = 8;

  private static final double RELATIVE_ACCURACY = 1e-12;

  /** Where the integrand's left tail, which falls like the gain itself, has no weight left. */
  private static final double LEFT_LOG_TAIL = -40.0;

  /** Gains above e^7 have no weight in any law without shadowing: m = 1/2 gives below 1e-200. */
  private static final double RIGHT_LOG_TAIL = 7.0;

  /** Heavier tails end here: shadowing of 20 dB gives below 1e-50. */
  private static final double RIGHTMOST_LOG_TAIL = 63.0;

  private static final double NEGLIGIBLE = 1e-13;

  private ClosedForms() {}

  /**
   * Returns the probability that one block cannot carry a spectral efficiency.
   *
   * @param law fading law
   * @param snr linear mean receive SNR, above 0
   * @param spectralEfficiency bit/s/Hz, at least 0
   * @return {@code P(log2(1 + |h|^2 snr) <= r)}, in [0, 1]
   */
  public static double outage(FadingLaw law, double snr, double spectralEfficiency) {
    return law.cumulative(Capacity.requiredSnr(spectralEfficiency) / snr);
  }

  /**
   * Returns the probability that a message misses its limit when the block outlasts the limit.
   *
   * @param law fading law
   * @param snr linear mean receive SNR, above 0
   * @param bandwidthHz bandwidth in Hz
   * @param bits length of the message
   * @param limit latency limit, positive
   * @return probability in [0, 1]
   */
  public static double outage(
      FadingLaw law, double snr, double bandwidthHz, long bits, Duration limit) {
    double seconds = limit.toNanos() * 1e-9;
    return outage(law, snr, bits / (bandwidthHz * seconds));
  }

  /**
   * Returns the largest spectral efficiency whose outage probability is at most epsilon.
   *
   * @param law fading law
   * @param snr linear mean receive SNR
   * @param epsilon accepted outage probability, in [0, 1)
   * @return {@code log2(1 + snr F^-1(epsilon))} in bit/s/Hz
   */
  public static double epsilonOutageCapacity(FadingLaw law, double snr, double epsilon) {
    return Capacity.spectralEfficiency(snr * law.quantile(epsilon));
  }

  /**
   * Returns the mean of the block capacity, {@code E log2(1 + |h|^2 snr)}.
   *
   * <p>By parts this is {@code 1/ln 2 * integral of (1 - F(x)) snr / (1 + snr x) dx}; with {@code x
   * = e^u} the integrand is analytic and falls at both ends, where the trapezoid rule converges
   * exponentially. The step is halved until two results agree.
   *
   * @param law fading law
   * @param snr linear mean receive SNR, above 0
   * @return bit/s/Hz, to about 1e-10
   */
  public static double ergodicCapacity(FadingLaw law, double snr) {
    if (law instanceof NoFading) {
      return Capacity.spectralEfficiency(snr);
    }
    if (law instanceof Trace trace) {
      return trace.mean(gain -> Capacity.spectralEfficiency(gain * snr));
    }
    double end = RIGHT_LOG_TAIL;
    while (end < RIGHTMOST_LOG_TAIL && 1.0 - law.cumulative(StrictMath.exp(end)) > NEGLIGIBLE) {
      end += RIGHT_LOG_TAIL;
    }
    double start = LEFT_LOG_TAIL - Math.max(0.0, StrictMath.log(snr));
    double step = LOG_STEP;
    double integral = step * sum(law, snr, start, end, step);
    for (int i = 0; i < REFINEMENTS; i++) {
      double refined = 0.5 * (integral + step * sum(law, snr, start + 0.5 * step, end, step));
      boolean settled = Math.abs(refined - integral) <= RELATIVE_ACCURACY * refined;
      integral = refined;
      step *= 0.5;
      if (settled) {
        break;
      }
    }
    return integral / StrictMath.log(2.0);
  }

  private static double sum(FadingLaw law, double snr, double start, double end, double step) {
    int points = (int) ((end - start) / step);
    double sum = 0.0;
    for (int i = 0; i < points; i++) {
      double gain = StrictMath.exp(start + i * step);
      sum += (1.0 - law.cumulative(gain)) * snr * gain / (1.0 + snr * gain);
    }
    return sum;
  }
}
