package io.semlink.channel.physics;

import java.time.Duration;
import org.apache.commons.numbers.gamma.Erfc;

/**
 * Log-normal shadowing on top of another law: obstacles much larger than the wavelength come and
 * go, and the local mean of the gain moves by a Gaussian number of decibels.
 *
 * <p>{@code |h|^2 = g s}, g drawn from the other law and {@code 10 log10 s} Gaussian with standard
 * deviation sigma and the autocorrelation {@code sigma^2 e^(-|tau| / T)} (M. Gudmundson,
 * "Correlation model for shadow fading in mobile radio systems", Electronics Letters 27, 1991; DOI
 * 10.1049/el:19910328). The mean of s, not its median, is 1, so that {@code E|h|^2} stays what it
 * is: the median lies {@code sigma^2 ln(10) / 20} dB below.
 *
 * @param law law of the fast fading; not itself shadowed
 * @param sigmaDb standard deviation in dB, above 0, at most 20
 * @param decorrelationTime time T after which the autocorrelation has fallen to 1/e: the
 *     decorrelation distance over the speed; 1 ms to 1 day
 */
public record Shadowed(FadingLaw law, double sigmaDb, Duration decorrelationTime)
    implements FadingLaw {
  /** Keeps the shadowing apart from the fast fading. */
  private static final long SHADOW_STREAMS = 0x534841444F574544L;

  private static final double MAX_SIGMA_DB = 20.0;
  private static final Duration MIN_TIME = Duration.ofMillis(1);
  private static final Duration MAX_TIME = Duration.ofDays(1);

  /** Neper of power per decibel. */
  private static final double NEPER = StrictMath.log(10.0) / 10.0;

  /** Where the Gaussian density is below 1e-43. */
  private static final double RANGE = 14.0;

  private static final double RELATIVE_ACCURACY = 1e-13;
  private static final int REFINEMENTS = 10;

  /** No gain above e^60 is found: with 20 dB it lies 15 deviations out. */
  private static final double HIGHEST_LOG_GAIN = 60.0;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside its range, or the law is shadowed
   *     already
   */
  public Shadowed {
    if (law instanceof Shadowed) {
      throw new IllegalArgumentException("shadowing is already on the law: " + law);
    }
    if (!(sigmaDb > 0.0 && sigmaDb <= MAX_SIGMA_DB)) {
      throw new IllegalArgumentException(
          "shadowing must be above 0 dB and at most 20 dB, but is " + sigmaDb);
    }
    if (decorrelationTime.compareTo(MIN_TIME) < 0 || decorrelationTime.compareTo(MAX_TIME) > 0) {
      throw new IllegalArgumentException(
          "decorrelation time must be 1 ms to 1 day, but is " + decorrelationTime);
    }
  }

  @Override
  public String name() {
    return "shadowed";
  }

  /**
   * {@inheritDoc}
   *
   * <p>The other law's, averaged over the shadowing by the trapezoid rule, whose step is halved
   * until two results agree; in closed form over the gains of a trace or none.
   */
  @Override
  public double cumulative(double gain) {
    if (gain < 0.0) {
      return 0.0;
    }
    if (law instanceof NoFading) {
      return lognormal(gain);
    }
    if (law instanceof Trace trace) {
      return trace.mean(recorded -> lognormal(gain / recorded));
    }
    double step = 0.5;
    double integral = step * sum(gain, 0.0, step);
    for (int i = 0; i < REFINEMENTS; i++) {
      double refined = 0.5 * (integral + step * sum(gain, 0.5 * step, step));
      boolean settled = Math.abs(refined - integral) <= RELATIVE_ACCURACY * refined;
      integral = refined;
      step *= 0.5;
      if (settled) {
        break;
      }
    }
    return Math.min(1.0, integral);
  }

  private double sum(double gain, double start, double step) {
    double deviation = NEPER * sigmaDb;
    int points = (int) (2.0 * RANGE / step);
    double sum = 0.0;
    for (int i = 0; i < points; i++) {
      double z = start + i * step - RANGE;
      double density = StrictMath.exp(-0.5 * z * z) / Math.sqrt(2.0 * Math.PI);
      double shadow = StrictMath.exp(deviation * (z - 0.5 * deviation));
      sum += density * law.cumulative(gain / shadow);
    }
    return sum;
  }

  /** Probability that the shadowing alone is at most a ratio; certain if the ratio is no number. */
  private double lognormal(double ratio) {
    if (Double.isNaN(ratio)) {
      return 1.0;
    }
    double deviation = NEPER * sigmaDb;
    double z = StrictMath.log(ratio) / deviation + 0.5 * deviation;
    return 0.5 * Erfc.value(-z / Math.sqrt(2.0));
  }

  @Override
  public double quantile(double probability) {
    return Quantiles.bisect(this::cumulative, probability, HIGHEST_LOG_GAIN);
  }

  @Override
  public FadingProcess process(long seed, Duration block) {
    FadingProcess fast = law.process(seed, block);
    double decay = (double) block.toNanos() / decorrelationTime.toNanos();
    GaussMarkov shadow = new GaussMarkov(seed ^ SHADOW_STREAMS, decay);
    double medianDb = -0.5 * NEPER * sigmaDb * sigmaDb;
    return new FadingProcess() {
      private double shadow(long number) {
        return Decibels.toLinear(medianDb + sigmaDb * shadow.value(number));
      }

      @Override
      public double gain(long number) {
        return fast.gain(number) * shadow(number);
      }

      @Override
      public Complex coefficient(long number) {
        Complex h = fast.coefficient(number);
        double amplitude = Math.sqrt(shadow(number));
        return new Complex(amplitude * h.re(), amplitude * h.im());
      }
    };
  }
}
