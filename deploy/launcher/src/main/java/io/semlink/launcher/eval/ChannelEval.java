package io.semlink.launcher.eval;

import io.semlink.channel.air.CapacityModel;
import io.semlink.channel.air.LinkModel;
import io.semlink.channel.air.SymbolsModel;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.physics.ClosedForms;
import io.semlink.channel.physics.Decibels;
import io.semlink.channel.physics.Rayleigh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a margin does against what a transmitter does not know: outage and goodput of messages over
 * Rayleigh fading, as long as the usable rate allows, for each way to know the state. The messages
 * go over the simulator's own links, at capacity, where theory stands beside them, and modulated
 * and coded.
 */
public final class ChannelEval {
  private static final double SNR_DB = 10;
  private static final double BANDWIDTH_HZ = 1e6;
  private static final Duration BLOCK = Duration.ofMillis(5);
  private static final Duration LIMIT = Duration.ofMillis(4);
  private static final List<Double> MARGINS_DB = margins(20, 1);

  /** Decoding takes its time. */
  private static final List<Double> CODED_MARGINS_DB = margins(12, 2);

  /** Shorter coded messages need more than the usable rate says, which is for 1000 bits. */
  private static final int LEAST_CODED_BYTES = 125;

  private final long seed;
  private final Progress progress;
  private double done;

  private ChannelEval(long seed, Progress progress) {
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param seed seed of gains, noise and contents
   * @param messages messages at capacity per margin and way to know the state, at least 1
   * @param codedMessages messages that are modulated and coded, likewise
   */
  public static Findings run(long seed, int messages, int codedMessages, Progress progress) {
    if (messages < 1 || codedMessages < 1) {
      throw new IllegalArgumentException(
          "at least one message has to be sent: " + messages + ", " + codedMessages);
    }
    return new ChannelEval(seed, progress).findings(messages, codedMessages);
  }

  private Findings findings(int messages, int codedMessages) {
    MarginFindings capacity = measure(new CapacityModel(), MARGINS_DB, messages, true);
    MarginFindings symbols = measure(SymbolsModel.DEFAULT, CODED_MARGINS_DB, codedMessages, false);
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Rayleigh fading, %.0f dB, 1 MHz, messages that fill %d ms, seed %d; goodput is what"
                + " arrives whole, in %% of what perfect knowledge carries at capacity",
            SNR_DB,
            LIMIT.toMillis(),
            seed));
    lines.add("");
    lines.add("at capacity, " + messages + " messages each: outage in % (theory), goodput in %");
    lines.addAll(capacity.lines());
    lines.add("");
    lines.add(
        "modulated and coded, "
            + codedMessages
            + " messages each: outage in % (coded blocks with errors left), goodput in %");
    lines.addAll(symbols.lines());
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("measurement", "channel");
    content.put("seed", seed);
    content.put("conditions", conditions(messages, codedMessages));
    content.put(
        "outage", Stream.of(capacity, symbols).flatMap(each -> each.figures().stream()).toList());
    return new Findings(
        "channel",
        lines,
        content,
        List.of(
            new Table(
                "channel-outage",
                MarginFindings.COLUMNS,
                Stream.of(capacity, symbols).flatMap(each -> each.rows().stream()).toList())),
        List.of(
            outage("channel-outage", "at capacity (points: simulated, lines: theory)", capacity),
            goodput("channel-goodput", "at capacity", capacity),
            outage("channel-symbols-outage", "modulated and coded", symbols),
            goodput("channel-symbols-goodput", "modulated and coded", symbols)),
        Map.of());
  }

  private static Plot outage(String name, String title, MarginFindings findings) {
    return new Plot(
        name,
        "Outage against margin, " + title,
        "margin, dB",
        "probability of outage",
        false,
        true,
        findings.outage());
  }

  private static Plot goodput(String name, String title, MarginFindings findings) {
    return new Plot(
        name,
        "Goodput against margin, " + title,
        "margin, dB",
        "share of what perfect knowledge carries at capacity",
        false,
        findings.goodput());
  }

  private static Map<String, Object> conditions(int messages, int codedMessages) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    conditions.put("messages_capacity", messages);
    conditions.put("messages_symbols", codedMessages);
    conditions.put("snr_db", SNR_DB);
    conditions.put("bandwidth_hz", BANDWIDTH_HZ);
    conditions.put("limit_ms", LIMIT.toMillis());
    conditions.put("block_ms", BLOCK.toMillis());
    conditions.put("doppler_hz", StateKnowledgeCase.DOPPLER_HZ);
    return conditions;
  }

  private static List<Double> margins(double most, double step) {
    return DoubleStream.iterate(0, m -> m <= most, m -> m + step).boxed().toList();
  }

  private MarginFindings measure(
      LinkModel model, List<Double> margins, int messages, boolean theory) {
    double best =
        ClosedForms.ergodicCapacity(new Rayleigh(), Decibels.toLinear(SNR_DB))
            * BANDWIDTH_HZ
            * LIMIT.toNanos()
            / 1e9;
    MarginFindings findings = new MarginFindings(model.name(), margins, best, theory);
    List<StateKnowledgeCase> cases = StateKnowledgeCase.all(BLOCK);
    for (StateKnowledgeCase state : cases) {
      progress.at(done, model.name() + ", " + state.name());
      LinkConfig config =
          LinkConfig.named("eval")
              .withModel(model)
              .withSnrDb(SNR_DB)
              .withBandwidthHz(BANDWIDTH_HZ)
              .withFading(state.law())
              .withCoherenceTime(BLOCK)
              .withStateInformation(state.information());
      findings.add(
          state,
          new MarginSweep(config, LIMIT, theory ? 1 : LEAST_CODED_BYTES, seed)
              .run(margins, messages, seed));
      done += 0.5 / cases.size();
    }
    return findings;
  }
}
