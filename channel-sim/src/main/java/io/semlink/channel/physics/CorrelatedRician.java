package io.semlink.channel.physics;

import java.time.Duration;

/**
 * Rician fading of a moving antenna: a line of sight with a Doppler shift of its own, in isotropic
 * scatter with the autocorrelation of Clarke and Jakes.
 *
 * <p>{@code h = sqrt(K / (K + 1)) e^(i (2 pi f_D cos(theta) t + phi)) + sqrt(1 / (K + 1)) s(t)},
 * where phi is uniform and {@code s} is a realisation of {@link CorrelatedRayleigh} (C. Xiao, Y. R.
 * Zheng, N. C. Beaulieu, IEEE Trans. Wireless Commun. 5, 2006, p. 3667).
 *
 * @param factorDb the Rice factor K, line-of-sight power over scattered power, in dB; in [-40, 40]
 * @param dopplerHz largest Doppler shift f_D, the speed over the wavelength, in Hz; in [0.001, 1e5]
 * @param lineOfSightDegrees angle theta between the motion and the direction to the transmitter, in
 *     degrees, 0 to 180: straight towards it at 0, where the line of sight is shifted by f_D,
 *     across at 90, where it is not shifted
 */
public record CorrelatedRician(double factorDb, double dopplerHz, double lineOfSightDegrees)
    implements FadingLaw {
  /** Keeps the phase of the line of sight apart from the scatter. */
  private static final long LINE_OF_SIGHT_STREAM = 0x4C494E45L;

  private static final double MAX_DEGREES = 180.0;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside its range or not a number
   */
  public CorrelatedRician {
    Doppler.require(dopplerHz);
    if (!(lineOfSightDegrees >= 0.0 && lineOfSightDegrees <= MAX_DEGREES)) {
      throw new IllegalArgumentException(
          "angle of the line of sight must be 0 to 180 degrees, but is " + lineOfSightDegrees);
    }
    new Rician(factorDb);
  }

  /**
   * Returns the law of a single block.
   *
   * @return Rician fading of the same factor, without memory
   */
  public Rician marginal() {
    return new Rician(factorDb);
  }

  /**
   * Returns the Doppler shift of the line of sight.
   *
   * @return {@code f_D cos(theta)} in Hz
   */
  public double lineOfSightDopplerHz() {
    return dopplerHz * StrictMath.cos(StrictMath.toRadians(lineOfSightDegrees));
  }

  @Override
  public String name() {
    return "jakes-rician";
  }

  @Override
  public double cumulative(double gain) {
    return marginal().cumulative(gain);
  }

  @Override
  public double quantile(double probability) {
    return marginal().quantile(probability);
  }

  @Override
  public FadingProcess process(long seed, Duration block) {
    double k = marginal().factor();
    double amplitude = Math.sqrt(k / (k + 1.0));
    double start = RandomStreams.open(seed ^ LINE_OF_SIGHT_STREAM, 0).nextDouble();
    double periodsPerBlock = Doppler.periods(lineOfSightDopplerHz(), block);
    ClarkeScatter scatter = new ClarkeScatter(seed, dopplerHz, block, 1.0 / (k + 1.0));
    return new PagedCoefficients(
        ClarkeScatter.PAGE,
        (first, re, im) -> {
          scatter.fill(first, re, im);
          for (int i = 0; i < re.length; i++) {
            double periods = (first + i) * periodsPerBlock;
            double angle = 2.0 * Math.PI * (periods - Math.floor(periods) + start);
            re[i] += amplitude * StrictMath.cos(angle);
            im[i] += amplitude * StrictMath.sin(angle);
          }
        });
  }
}
