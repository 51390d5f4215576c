package io.semlink.launcher.eval;

import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.physics.ClosedForms;
import io.semlink.channel.physics.CorrelatedRayleigh;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.physics.SecondOrderStatistics;
import io.semlink.channel.physics.StateInformation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * What a margin does against what a transmitter does not know: outage and goodput of messages over
 * Rayleigh fading, as long as the usable rate allows, for each way to know the state. The messages
 * go over the simulator's own links; theory stands beside them.
 */
public final class ChannelEval {
  private static final double SNR_DB = 10;
  private static final double BANDWIDTH_HZ = 1e6;
  private static final double DOPPLER_HZ = 10;
  private static final Duration BLOCK = Duration.ofMillis(5);
  private static final Duration LIMIT = Duration.ofMillis(4);
  private static final int MOST_MARGIN_DB = 20;
  private static final double LEAST_DRAWN = 1e-4;

  /** Margins that people get to see. */
  private static final List<Double> SHOWN = List.of(0.0, 3.0, 6.0, 10.0, 15.0, 20.0);

  private final long seed;
  private final int messages;
  private final Progress progress;
  private final List<String> lines = new ArrayList<>();
  private final List<Map<String, Object>> figures = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();
  private final List<Plot.Curve> outage = new ArrayList<>();
  private final List<Plot.Curve> goodput = new ArrayList<>();

  private ChannelEval(long seed, int messages, Progress progress) {
    this.seed = seed;
    this.messages = messages;
    this.progress = progress;
  }

  /** A way to know the state, and what theory says of it. */
  private record Knowledge(
      String name, FadingLaw law, StateInformation information, DoubleUnaryOperator theory) {}

  /**
   * Measures.
   *
   * @param seed seed of gains and contents
   * @param messages messages per margin and way to know the state, at least 1
   */
  public static Findings run(long seed, int messages, Progress progress) {
    if (messages < 1) {
      throw new IllegalArgumentException("at least one message has to be sent: " + messages);
    }
    return new ChannelEval(seed, messages, progress).findings();
  }

  private static List<Knowledge> knowledge() {
    List<Knowledge> all = new ArrayList<>();
    Rayleigh rayleigh = new Rayleigh();
    all.add(
        new Knowledge(
            "nothing known", rayleigh, new StateInformation.MeanOnly(), OutageTheory::absent));
    for (int delay : new int[] {4, 2, 1}) {
      double lag = delay * BLOCK.toNanos() / 1e9;
      double rho = SecondOrderStatistics.autocorrelation(DOPPLER_HZ, lag);
      all.add(
          new Knowledge(
              String.format(Locale.ROOT, "late, fD t = %.2f", DOPPLER_HZ * lag),
              new CorrelatedRayleigh(DOPPLER_HZ),
              new StateInformation.Delayed(delay),
              margin -> OutageTheory.delayed(margin, rho)));
    }
    for (double sigma : new double[] {3, 1}) {
      all.add(
          new Knowledge(
              String.format(Locale.ROOT, "error of %.0f dB", sigma),
              rayleigh,
              new StateInformation.Noisy(sigma),
              margin -> OutageTheory.noisy(margin, sigma)));
    }
    all.add(new Knowledge("perfect", rayleigh, new StateInformation.Perfect(), margin -> 0.0));
    return all;
  }

  private Findings findings() {
    List<Double> margins =
        DoubleStream.iterate(0, m -> m <= MOST_MARGIN_DB, m -> m + 1).boxed().toList();
    double best =
        ClosedForms.ergodicCapacity(new Rayleigh(), Math.pow(10, SNR_DB / 10))
            * BANDWIDTH_HZ
            * LIMIT.toNanos()
            / 1e9;
    lines.add(
        String.format(
            Locale.ROOT,
            "Rayleigh fading, %.0f dB, 1 MHz, messages for %d ms, %d per entry, seed %d",
            SNR_DB,
            LIMIT.toMillis(),
            messages,
            seed));
    lines.add("outage in % (theory), goodput in % of what perfect knowledge carries");
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-18s", "margin, dB"));
    SHOWN.forEach(m -> head.append(String.format(Locale.ROOT, " %19.0f", m)));
    lines.add(head.toString());
    List<Knowledge> all = knowledge();
    for (int i = 0; i < all.size(); i++) {
      progress.at((double) i / all.size(), all.get(i).name());
      measure(all.get(i), margins, best);
    }
    Map<String, Object> conditions = new LinkedHashMap<>();
    conditions.put("seed", seed);
    conditions.put("messages", messages);
    conditions.put("snr_db", SNR_DB);
    conditions.put("bandwidth_hz", BANDWIDTH_HZ);
    conditions.put("limit_ms", LIMIT.toMillis());
    conditions.put("block_ms", BLOCK.toMillis());
    conditions.put("doppler_hz", DOPPLER_HZ);
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("measurement", "channel");
    content.put("conditions", conditions);
    content.put("outage", figures);
    String axis = "margin, dB";
    return new Findings(
        "channel",
        lines,
        content,
        List.of(
            new Table(
                "channel-outage",
                List.of(
                    "state",
                    "margin_db",
                    "messages",
                    "outage",
                    "outage_low_95",
                    "outage_high_95",
                    "outage_theory",
                    "goodput",
                    "arrived"),
                rows)),
        List.of(
            new Plot(
                "channel-outage",
                "Outage against margin (points: simulated, lines: theory)",
                axis,
                "probability of outage",
                false,
                true,
                outage),
            new Plot(
                "channel-goodput",
                "Goodput against margin",
                axis,
                "share of what perfect knowledge carries",
                false,
                goodput)),
        Map.of());
  }

  /** What the logarithmic plot has room for; zeros are left out. */
  private static List<Double> drawn(List<Double> outages) {
    return outages.stream().map(p -> p < LEAST_DRAWN ? 0.0 : p).toList();
  }

  private void measure(Knowledge knowledge, List<Double> margins, double best) {
    LinkConfig config =
        LinkConfig.named("eval")
            .withSnrDb(SNR_DB)
            .withBandwidthHz(BANDWIDTH_HZ)
            .withFading(knowledge.law())
            .withCoherenceTime(BLOCK)
            .withStateInformation(knowledge.information());
    List<MarginSweep.Tally> tallies =
        new MarginSweep(config, LIMIT, seed).run(margins, messages, seed);
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-18s", knowledge.name()));
    for (int i = 0; i < margins.size(); i++) {
      double margin = margins.get(i);
      MarginSweep.Tally tally = tallies.get(i);
      double theory = knowledge.theory().applyAsDouble(margin);
      Wilson interval = Wilson.of(tally.outages(), tally.messages());
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("state", knowledge.name());
      fields.put("margin_db", margin);
      fields.put("outage", tally.outage());
      fields.put("outage_95", List.of(interval.low(), interval.high()));
      fields.put("outage_theory", theory);
      fields.put("goodput", tally.wholeBits() / best);
      fields.put("arrived", tally.arrivedBits() / best);
      figures.add(fields);
      rows.add(
          List.of(
              knowledge.name(),
              margin,
              tally.messages(),
              tally.outage(),
              interval.low(),
              interval.high(),
              theory,
              tally.wholeBits() / best,
              tally.arrivedBits() / best));
      if (SHOWN.contains(margin)) {
        line.append(
            String.format(
                Locale.ROOT,
                " %6.2f (%5.2f), %3.0f",
                100 * tally.outage(),
                100 * theory,
                100 * tally.wholeBits() / best));
      }
    }
    lines.add(line.toString());
    List<Double> simulated = tallies.stream().map(MarginSweep.Tally::outage).toList();
    if (!(knowledge.information() instanceof StateInformation.Perfect)) {
      outage.add(
          new Plot.Curve(
              knowledge.name(),
              margins,
              drawn(simulated),
              drawn(margins.stream().map(m -> knowledge.theory().applyAsDouble(m)).toList())));
    }
    goodput.add(
        new Plot.Curve(
            knowledge.name(), margins, tallies.stream().map(t -> t.wholeBits() / best).toList()));
  }
}
