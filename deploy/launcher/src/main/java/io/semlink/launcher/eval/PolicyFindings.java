package io.semlink.launcher.eval;

import io.semlink.codec.control.ZeroOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What there is to say about a policy table: figures, CSV and plots. */
final class PolicyFindings {
  private static final String NAME = "policy-curves";

  private final PolicySettings settings;
  private final List<EvalPhoto> photos;
  private final List<PolicyState> states;
  private final PolicyTimes times;

  PolicyFindings(
      PolicySettings settings,
      List<EvalPhoto> photos,
      List<PolicyState> states,
      PolicyTimes times) {
    this.settings = settings;
    this.photos = photos;
    this.states = states;
    this.times = times;
  }

  Findings findings() {
    return new Findings(NAME, lines(), figures(), List.of(table()), plots(), Map.of());
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("   SNR   budget  point  alpha    bits   GVIF   " + settings.method().other());
    for (PolicyState s : states) {
      String line =
          String.format(
              Locale.ROOT,
              "%6.1f %8d  %5d  %.3f %7.0f  %.4f %.4f",
              s.snrDb(),
              s.budget().bits(),
              s.choice().point(),
              s.choice().alpha(),
              s.real().bits(),
              s.real().gvif(),
              s.otherGvif());
      line += s.found().backOff() > 0 ? note("  backed off by %.4f", s.found().backOff()) : "";
      line += s.raised() > 0 ? note("  interpolation missed: raised by %.4f", s.raised()) : "";
      lines.add(line);
    }
    int missing = settings.snrDb().size() - states.size();
    if (missing > 0) {
      lines.add(missing + " of " + settings.snrDb().size() + " states of the link: nothing fits");
    }
    lines.add("mean bits of the real coder are within the limit in every row");
    lines.add(
        note(
                "expected GVIF, " + settings.method() + " less the other: %.6f",
                states.stream().mapToDouble(PolicyFindings::ahead).min().orElse(Double.NaN))
            + note(
                " to %.6f",
                states.stream().mapToDouble(PolicyFindings::ahead).max().orElse(Double.NaN)));
    lines.add(
        String.format(
            Locale.ROOT,
            "%d photos: measured in %.1f s, %s searched in %.3f s, %s in %.3f s, verified in %.1f s",
            photos.size(),
            times.measuring(),
            settings.method(),
            times.searching(),
            settings.method().other(),
            times.searchingOther(),
            times.verifying()));
    return lines;
  }

  private static double ahead(PolicyState state) {
    return state.found().expectedGvif() - state.otherGvif();
  }

  private static String note(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("method", settings.method().toString());
    figures.put("photos", photos.size());
    figures.put("size_px", settings.size());
    figures.put("bandwidth_hz", settings.bandwidthHz());
    figures.put("deadline_ms", settings.deadlineMs());
    figures.put("max_alpha", settings.maxAlpha());
    figures.put("min_mask_psnr_db", settings.minMaskPsnrDb());
    figures.put("gamma_squared", settings.gammaSquared());
    figures.put("seed", settings.seed());
    figures.put("zero_order", ZeroOrder.Parameters.DEFAULT);
    figures.put("measuring_s", times.measuring());
    figures.put("searching_s", times.searching());
    figures.put("searching_other_s", times.searchingOther());
    figures.put("verifying_s", times.verifying());
    figures.put(
        "rows",
        states.stream()
            .map(
                state -> {
                  Map<String, Object> row = new LinkedHashMap<>();
                  for (int i = 0; i < COLUMNS.size(); i++) {
                    row.put(COLUMNS.get(i), values(state).get(i));
                  }
                  return row;
                })
            .toList());
    return figures;
  }

  private static final List<String> COLUMNS =
      List.of(
          "snr_db",
          "budget_bits",
          "operating_point",
          "alpha",
          "bits",
          "gvif",
          "expected_bits",
          "expected_gvif",
          "other_expected_gvif",
          "back_off",
          "raised",
          "steps");

  private static List<Object> values(PolicyState s) {
    return List.of(
        s.snrDb(),
        s.budget().bits(),
        s.choice().point(),
        s.choice().alpha(),
        s.real().bits(),
        s.real().gvif(),
        s.found().expectedBits(),
        s.found().expectedGvif(),
        s.otherGvif(),
        s.found().backOff(),
        s.raised(),
        s.found().iterations());
  }

  private Table table() {
    return new Table(NAME, COLUMNS, states.stream().map(PolicyFindings::values).toList());
  }

  private List<Plot> plots() {
    return List.of(
        plot("gvif", "GVIF", List.of(curve("GVIF", s -> s.real().gvif()))),
        plot("alpha", "threshold alpha", List.of(curve("alpha", s -> s.choice().alpha()))),
        plot(
            "point",
            "operating point",
            List.of(curve("operating point", s -> (double) s.choice().point()))),
        plot(
            "bits",
            "bits",
            List.of(
                curve("mean bits sent", s -> s.real().bits()),
                curve("limit", s -> (double) s.budget().bits()))));
  }

  private Plot plot(String name, String y, List<Plot.Curve> curves) {
    String title =
        String.format(
            Locale.ROOT, "Policy (%s), mean of %d photos", settings.method(), photos.size());
    return new Plot("policy-" + name, title, "SNR, dB", y, false, curves);
  }

  private Plot.Curve curve(String name, Function<PolicyState, Double> value) {
    return new Plot.Curve(
        name,
        states.stream().map(PolicyState::snrDb).toList(),
        states.stream().map(value).toList());
  }
}
