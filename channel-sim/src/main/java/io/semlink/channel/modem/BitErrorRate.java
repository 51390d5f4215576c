package io.semlink.channel.modem;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erfc;

/**
 * Exact probability of a wrong bit, decided by the nearest point, before any channel code.
 *
 * <p>K. Cho and D. Yoon, "On the general BER expression of one- and two-dimensional amplitude
 * modulations", IEEE Trans. Commun. 50, 2002; DOI 10.1109/TCOMM.2002.800818. Each modulation is one
 * or two independent axes of I levels, and bit k of an axis is wrong with probability
 *
 * <pre>  1/I sum over i &lt; (1 - 2^-k) I of
 *   (-1)^floor(i 2^(k-1) / I) (2^(k-1) - floor(i 2^(k-1) / I + 1/2)) erfc((2 i + 1) sqrt(e))</pre>
 *
 * <p>where e is the squared distance of a level from the decision threshold over the noise variance
 * of the complex symbol. Under Rayleigh fading e is exponential and the mean of {@code
 * erfc(sqrt(e))} is {@code 1 - sqrt(E e / (1 + E e))} (J. G. Proakis, Digital Communications,
 * section 14.3).
 */
public final class BitErrorRate {
  private BitErrorRate() {}

  /**
   * Returns the bit error rate over white Gaussian noise.
   *
   * @param modulation modulation
   * @param snr linear SNR, Es/N0, at least 0
   * @return probability in [0, 0.5]
   */
  public static double whiteNoise(Modulation modulation, double snr) {
    return rate(modulation, snr, energy -> Erfc.value(Math.sqrt(energy)));
  }

  /**
   * Returns the mean bit error rate under Rayleigh fading known to the receiver.
   *
   * @param modulation modulation
   * @param snr linear mean receive SNR, Es/N0, at least 0
   * @return probability in [0, 0.5]
   */
  public static double rayleigh(Modulation modulation, double snr) {
    return rate(modulation, snr, BitErrorRate::meanComplementaryError);
  }

  private static double rate(Modulation modulation, double snr, DoubleUnaryOperator error) {
    int bits = modulation.bitsPerAxis();
    int levels = 1 << bits;
    // The diagonal of BPSK holds the power of both axes.
    double energy = 2.0 / modulation.axes() * snr / modulation.meanPower();
    double sum = 0.0;
    for (int k = 1; k <= bits; k++) {
      int weight = 1 << (k - 1);
      for (int i = 0; i < levels - (levels >> k); i++) {
        int sign = (i * weight / levels) % 2 == 0 ? 1 : -1;
        int count = weight - (2 * i * weight + levels) / (2 * levels);
        double distance = 2.0 * i + 1.0;
        sum += sign * count * error.applyAsDouble(distance * distance * energy);
      }
    }
    return sum / (levels * bits);
  }

  /** {@code 1 - sqrt(e / (1 + e))}, written without the difference of near values. */
  private static double meanComplementaryError(double energy) {
    double amplitude = Math.sqrt(energy / (1.0 + energy));
    return 1.0 / ((1.0 + energy) * (1.0 + amplitude));
  }
}
