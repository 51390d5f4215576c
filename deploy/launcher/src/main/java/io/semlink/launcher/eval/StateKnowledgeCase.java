package io.semlink.launcher.eval;

import io.semlink.channel.physics.CorrelatedRayleigh;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.physics.SecondOrderStatistics;
import io.semlink.channel.physics.StateInformation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * A way to know the state of a link with Rayleigh fading, and what theory says of it.
 *
 * @param name name for people
 * @param law law of the gains, with a memory where knowledge is late
 * @param information what transmitters are told
 * @param theory probability of an outage at capacity, by margin in dB
 */
record StateKnowledgeCase(
    String name, FadingLaw law, StateInformation information, DoubleUnaryOperator theory) {
  /** Largest Doppler shift of the links with a memory. */
  static final double DOPPLER_HZ = 10;

  /** All that are measured, the worst first. */
  static List<StateKnowledgeCase> all(Duration block) {
    List<StateKnowledgeCase> all = new ArrayList<>();
    all.add(
        new StateKnowledgeCase(
            "nothing known",
            new Rayleigh(),
            new StateInformation.MeanOnly(),
            OutageTheory::absent));
    for (int delay : new int[] {4, 2, 1}) {
      double lag = delay * block.toNanos() / 1e9;
      double rho = SecondOrderStatistics.autocorrelation(DOPPLER_HZ, lag);
      all.add(
          new StateKnowledgeCase(
              String.format(Locale.ROOT, "late, fD t = %.2f", DOPPLER_HZ * lag),
              new CorrelatedRayleigh(DOPPLER_HZ),
              new StateInformation.Delayed(delay),
              margin -> OutageTheory.delayed(margin, rho)));
    }
    for (double sigma : new double[] {3, 1}) {
      all.add(
          new StateKnowledgeCase(
              String.format(Locale.ROOT, "error of %.0f dB", sigma),
              new Rayleigh(),
              new StateInformation.Noisy(sigma),
              margin -> OutageTheory.noisy(margin, sigma)));
    }
    all.add(
        new StateKnowledgeCase(
            "perfect", new Rayleigh(), new StateInformation.Perfect(), margin -> 0.0));
    return all;
  }
}
