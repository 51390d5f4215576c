package io.semlink.channel.modem;

import java.util.List;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * Blocks that failed at one SNR.
 *
 * @param snrDb Es/N0 in dB
 * @param blocks blocks sent, at least 1
 * @param errors those that failed
 */
record BlockErrors(double snrDb, int blocks, int errors) {
  double rate() {
    return errors / (double) blocks;
  }

  /**
   * Fits {@code rate = Q(a + b snrDb)}, Q being the tail of the normal law, by weighted least
   * squares over the points that have errors and successes, and finds the SNR of given rates.
   */
  static double[] snrDb(List<BlockErrors> points, double[] rates) {
    double weights = 0;
    double meanX = 0;
    double meanY = 0;
    for (BlockErrors point : points) {
      weights += point.weight();
      meanX += point.weight() * point.snrDb;
      meanY += point.weight() * quantile(point.rate());
    }
    meanX /= weights;
    meanY /= weights;
    double covariance = 0;
    double variance = 0;
    for (BlockErrors point : points) {
      double x = point.snrDb - meanX;
      covariance += point.weight() * x * (quantile(point.rate()) - meanY);
      variance += point.weight() * x * x;
    }
    double[] result = new double[rates.length];
    for (int i = 0; i < rates.length; i++) {
      result[i] = meanX + (quantile(rates[i]) - meanY) * variance / covariance;
    }
    return result;
  }

  /** Inverse variance of the quantile: {@code n phi(z)^2 / (p (1 - p))}. */
  private double weight() {
    if (errors == 0 || errors == blocks) {
      return 0;
    }
    double z = quantile(rate());
    return blocks * Math.exp(-z * z) / (2 * Math.PI * rate() * (1 - rate()));
  }

  /** z with {@code Q(z) = rate}; any finite number for rates without a weight. */
  private static double quantile(double rate) {
    return rate <= 0 || rate >= 1 ? 0 : Math.sqrt(2) * InverseErfc.value(2 * rate);
  }
}
