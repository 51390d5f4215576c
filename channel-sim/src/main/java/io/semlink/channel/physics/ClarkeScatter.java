package io.semlink.channel.physics;

import java.time.Duration;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Scatter that arrives from all sides at a moving antenna: a zero-mean complex Gaussian process
 * with the autocorrelation {@code J0(2 pi f_D tau)} of R. H. Clarke ("A statistical theory of
 * mobile-radio reception", Bell Syst. Tech. J. 47, 1968; DOI 10.1002/j.1538-7305.1968.tb00069.x),
 * whose spectrum is named after Jakes.
 *
 * <p>It is a sum of sinusoids whose angles of arrival are drawn one from each of equal sectors (C.
 * Xiao, Y. R. Zheng, N. C. Beaulieu, "Novel sum-of-sinusoids simulation models for Rayleigh and
 * Rician fading channels", IEEE Trans. Wireless Commun. 5, 2006, p. 3667; after Y. R. Zheng and C.
 * Xiao, DOI 10.1109/TCOMM.2003.813259). Two things differ, so that the law is exact and not that of
 * many sinusoids: their amplitudes are complex Gaussian, and no set of them lasts. Sets follow each
 * other every {@link #STAY} Doppler periods, each fading in as a sine and out as a cosine, which
 * leaves the power as it is and multiplies the autocorrelation by at least {@code 1 - 1.3 (f_D tau
 * / 64)^2}. Time averages of one realisation thus converge to the law's.
 */
final class ClarkeScatter {
  /** Blocks per page. Part of the definition of a realisation, as are the next two. */
  static final int PAGE = 64;

  /** Sinusoids of a set. */
  private static final int PATHS = 64;

  /** Doppler periods from the middle of one set to that of the next. */
  private static final double STAY = 64.0;

  private final double radiansPerBlock;
  private final long stay;
  private final Pages<Paths> sets;

  /** Amplitudes and relative Doppler shifts of a set, {@code cos} of the angles of arrival. */
  private record Paths(double[] re, double[] im, double[] shift) {}

  /**
   * Makes a realisation.
   *
   * @param seed any value
   * @param dopplerHz largest Doppler shift in Hz
   * @param block length of a block
   * @param power mean power
   */
  ClarkeScatter(long seed, double dopplerHz, Duration block, double power) {
    double periodsPerBlock = Doppler.periods(dopplerHz, block);
    this.radiansPerBlock = 2.0 * Math.PI * periodsPerBlock;
    this.stay = PAGE * Math.max(1L, (long) Math.ceil(STAY / periodsPerBlock / PAGE));
    double deviation = Math.sqrt(0.5 * power / PATHS);
    this.sets = new Pages<>(1, number -> draw(RandomStreams.open(seed, number), deviation));
  }

  private static Paths draw(UniformRandomProvider random, double deviation) {
    Paths paths = new Paths(new double[PATHS], new double[PATHS], new double[PATHS]);
    for (int n = 0; n < PATHS; n++) {
      double angle = 2.0 * Math.PI * (n + random.nextDouble() - 0.5) / PATHS;
      paths.shift()[n] = StrictMath.cos(angle);
      Samplers.complexNormal(random, deviation, n, paths.re(), paths.im());
    }
    return paths;
  }

  /**
   * Fills a page.
   *
   * @param first number of its first block, a multiple of {@link #PAGE}
   * @param re where the real parts go
   * @param im where the imaginary parts go
   */
  void fill(long first, double[] re, double[] im) {
    long set = Math.floorDiv(first, stay);
    long offset = Math.floorMod(first, stay);
    double[] leaving = new double[PAGE];
    double[] entering = new double[PAGE];
    for (int i = 0; i < PAGE; i++) {
      double angle = 0.5 * Math.PI * (offset + i) / stay;
      leaving[i] = StrictMath.cos(angle);
      entering[i] = StrictMath.sin(angle);
    }
    add(sets.of(set), offset, leaving, re, im);
    add(sets.of(set + 1), offset - stay, entering, re, im);
  }

  /** Adds a set, {@code offset} blocks after its middle; each sinusoid is turned block by block. */
  private void add(Paths paths, long offset, double[] weights, double[] re, double[] im) {
    double[] x = new double[PATHS];
    double[] y = new double[PATHS];
    double[] cos = new double[PATHS];
    double[] sin = new double[PATHS];
    for (int n = 0; n < PATHS; n++) {
      double turn = radiansPerBlock * paths.shift()[n];
      double cosStart = StrictMath.cos(turn * offset);
      double sinStart = StrictMath.sin(turn * offset);
      x[n] = paths.re()[n] * cosStart - paths.im()[n] * sinStart;
      y[n] = paths.re()[n] * sinStart + paths.im()[n] * cosStart;
      cos[n] = StrictMath.cos(turn);
      sin[n] = StrictMath.sin(turn);
    }
    for (int i = 0; i < PAGE; i++) {
      double sumX = 0.0;
      double sumY = 0.0;
      for (int n = 0; n < PATHS; n++) {
        sumX += x[n];
        sumY += y[n];
      }
      re[i] += weights[i] * sumX;
      im[i] += weights[i] * sumY;
      for (int n = 0; n < PATHS; n++) {
        double turned = x[n] * cos[n] - y[n] * sin[n];
        y[n] = x[n] * sin[n] + y[n] * cos[n];
        x[n] = turned;
      }
    }
  }
}
