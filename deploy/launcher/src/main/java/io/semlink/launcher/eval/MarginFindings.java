package io.semlink.launcher.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a link model did with every way to know the state, at every margin. */
final class MarginFindings {
  /** Names of the table's columns. */
  static final List<String> COLUMNS =
      List.of(
          "model",
          "state",
          "margin_db",
          "messages",
          "outage",
          "outage_low_95",
          "outage_high_95",
          "outage_theory",
          "goodput",
          "arrived",
          "residual_errors");

  /** Margins that people get to see. */
  private static final List<Double> SHOWN = List.of(0.0, 2.0, 4.0, 6.0, 10.0, 20.0);

  /** Less than this has no place on a logarithmic plot. */
  private static final double LEAST_DRAWN = 1e-4;

  private final String model;
  private final List<Double> margins;
  private final double best;
  private final boolean theory;
  private final List<String> lines = new ArrayList<>();
  private final List<Map<String, Object>> figures = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();
  private final List<Plot.Curve> outage = new ArrayList<>();
  private final List<Plot.Curve> goodput = new ArrayList<>();

  /**
   * Begins with nothing.
   *
   * @param model name of the link model
   * @param margins margins in dB
   * @param best mean bits of a message that perfect knowledge carries at capacity
   * @param theory whether theory speaks of this model
   */
  MarginFindings(String model, List<Double> margins, double best, boolean theory) {
    this.model = model;
    this.margins = margins;
    this.best = best;
    this.theory = theory;
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-18s", "margin, dB"));
    SHOWN.stream()
        .filter(margins::contains)
        .forEach(m -> head.append(String.format(Locale.ROOT, " %18.0f", m)));
    lines.add(head.toString());
  }

  /** Takes in what became of the messages of one way to know the state. */
  void add(StateKnowledgeCase state, List<MarginSweep.Tally> tallies) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-18s", state.name()));
    List<Double> measured = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    List<Double> carried = new ArrayList<>();
    for (int i = 0; i < margins.size(); i++) {
      MarginSweep.Tally tally = tallies.get(i);
      double closed = theory ? state.theory().applyAsDouble(margins.get(i)) : Double.NaN;
      entry(state, margins.get(i), tally, closed);
      measured.add(drawn(tally.outage()));
      expected.add(drawn(closed));
      carried.add(tally.wholeBits() / best);
      if (SHOWN.contains(margins.get(i))) {
        line.append(shown(tally, closed));
      }
    }
    lines.add(line.toString());
    if (measured.stream().anyMatch(p -> p > 0)) {
      outage.add(new Plot.Curve(state.name(), margins, measured, theory ? expected : List.of()));
    }
    goodput.add(new Plot.Curve(state.name(), margins, carried));
  }

  private void entry(
      StateKnowledgeCase state, double margin, MarginSweep.Tally tally, double closed) {
    Wilson interval = Wilson.of(tally.outages(), tally.messages());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", model);
    fields.put("state", state.name());
    fields.put("margin_db", margin);
    fields.put("outage", tally.outage());
    fields.put("outage_95", List.of(interval.low(), interval.high()));
    fields.put("outage_theory", theory ? closed : null);
    fields.put("goodput", tally.wholeBits() / best);
    fields.put("arrived", tally.arrivedBits() / best);
    fields.put("residual_errors", theory ? null : tally.residualErrors());
    figures.add(fields);
    rows.add(
        List.of(
            model,
            state.name(),
            margin,
            tally.messages(),
            tally.outage(),
            interval.low(),
            interval.high(),
            closed,
            tally.wholeBits() / best,
            tally.arrivedBits() / best,
            theory ? Double.NaN : tally.residualErrors()));
  }

  private String shown(MarginSweep.Tally tally, double closed) {
    return String.format(
        Locale.ROOT,
        " %6.2f (%5.2f) %3.0f",
        100 * tally.outage(),
        100 * (theory ? closed : tally.residualErrors()),
        100 * tally.wholeBits() / best);
  }

  private static double drawn(double share) {
    return share < LEAST_DRAWN ? 0 : share;
  }

  /** Figures for people. */
  List<String> lines() {
    return lines;
  }

  /** Figures for machines. */
  List<Map<String, Object>> figures() {
    return figures;
  }

  /** Rows of the table, in the order of {@link #COLUMNS}. */
  List<List<Object>> rows() {
    return rows;
  }

  /** Outage against margin. */
  List<Plot.Curve> outage() {
    return outage;
  }

  /** Goodput against margin, as a share of what perfect knowledge carries. */
  List<Plot.Curve> goodput() {
    return goodput;
  }
}
