package io.semlink.launcher.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.BinomialTest;

/**
 * Whether one thing beats another, measured pairwise.
 *
 * @param pairs number of pairs
 * @param difference mean of first minus second
 * @param low lower end of the 95 % confidence interval of the mean, by Student's t
 * @param high its upper end
 * @param wins pairs in which the first was greater
 * @param losses pairs in which the second was greater
 * @param signTest probability of at least so many wins if either were as likely, ties left out
 */
public record Paired(
    int pairs, double difference, double low, double high, int wins, int losses, double signTest) {
  private static final double CONFIDENCE = 0.95;

  /** Compares values pair by pair; at least two pairs. */
  public static Paired of(List<Double> first, List<Double> second) {
    int pairs = first.size();
    if (pairs < 2 || second.size() != pairs) {
      throw new IllegalArgumentException(pairs + " and " + second.size() + " values to compare");
    }
    double mean = 0;
    int wins = 0;
    int losses = 0;
    for (int i = 0; i < pairs; i++) {
      double difference = first.get(i) - second.get(i);
      mean += difference / pairs;
      wins += difference > 0 ? 1 : 0;
      losses += difference < 0 ? 1 : 0;
    }
    double squares = 0;
    for (int i = 0; i < pairs; i++) {
      squares += Math.pow(first.get(i) - second.get(i) - mean, 2);
    }
    double quantile =
        TDistribution.of(pairs - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double reach = quantile * Math.sqrt(squares / (pairs - 1) / pairs);
    double sign =
        wins + losses == 0
            ? 1
            : BinomialTest.withDefaults()
                .with(AlternativeHypothesis.GREATER_THAN)
                .test(wins + losses, wins, 0.5)
                .getPValue();
    return new Paired(pairs, mean, mean - reach, mean + reach, wins, losses, sign);
  }

  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("pairs", pairs);
    figures.put("mean_difference", difference);
    figures.put("ci95_low", low);
    figures.put("ci95_high", high);
    figures.put("wins", wins);
    figures.put("losses", losses);
    figures.put("sign_test_p", signTest);
    return figures;
  }
}
