package io.semlink.launcher.experiment;

import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.EvalPhoto;
import io.semlink.launcher.eval.Plot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** GVIF against the latency limit at three SNRs: Fig. 9(b) of the paper. */
final class GvifAgainstLimit implements Experiment<Adaptation.Row> {
  private static final double[] SNRS_DB = {0, 6, 12};
  private static final double[] LIMITS_MS = {5, 10, 20, 40, 80};
  private static final double[] FEW_LIMITS_MS = {10, 20, 40};

  @Override
  public String name() {
    return "gvif-latency";
  }

  @Override
  public String question() {
    return "GVIF against the latency limit at 0, 6 and 12 dB (Fig. 9b).";
  }

  @Override
  public Class<Adaptation.Row> rowType() {
    return Adaptation.Row.class;
  }

  @Override
  public List<EvalPhoto> photos(DataFolder data, Settings settings) throws IOException {
    return data.sharp();
  }

  @Override
  public List<Adaptation.Row> measure(Workbench bench, EvalPhoto photo) throws IOException {
    Adaptation adaptation = new Adaptation(bench, photo);
    List<Adaptation.Row> rows = new ArrayList<>();
    for (double snrDb : SNRS_DB) {
      for (double limitMs : bench.settings().grid().pick(FEW_LIMITS_MS, LIMITS_MS)) {
        rows.addAll(adaptation.send(snrDb, limitMs));
      }
    }
    return rows;
  }

  @Override
  public Chapter tell(Settings settings, List<Adaptation.Row> rows) {
    AdaptationCurves curves = new AdaptationCurves(rows);
    List<Plot.Curve> lines = new ArrayList<>();
    boolean rising = true;
    for (double snrDb : SNRS_DB) {
      for (Adaptation.Way way : List.of(Adaptation.Way.CIE, Adaptation.Way.VAE_FLOOR)) {
        List<AdaptationCurves.Mean> means =
            curves.of(way).stream().filter(mean -> mean.snrDb() == snrDb).toList();
        rising &=
            way == Adaptation.Way.VAE_FLOOR
                || AdaptationCurves.rising(means, AdaptationCurves.Mean::gvif, 0);
        lines.add(
            AdaptationCurves.curve(
                String.format(Locale.ROOT, "%s, %.0f dB", way.title(), snrDb),
                means,
                AdaptationCurves.Mean::limitMs,
                AdaptationCurves.Mean::gvif));
      }
    }
    AdaptationCurves.Mean tight = curves.at(Adaptation.Way.CIE, 6, 10);
    AdaptationCurves.Mean loose = curves.at(Adaptation.Way.CIE, 6, 40);
    AdaptationCurves.Mean whole = curves.at(Adaptation.Way.VAE_FLOOR, 6, 10);
    String figures =
        String.format(
            Locale.ROOT, "GVIF %.3f at 10 ms, %.3f at 40 ms (6 dB)", tight.gvif(), loose.gvif());
    return new Chapter(
        "GVIF against the latency limit (Fig. 9b)",
        List.of(
            String.format(
                Locale.ROOT,
                "The same photos, ways and floor as against SNR, at 0, 6 and 12 dB. A longer limit"
                    + " %s: at 6 dB CIE goes from GVIF %.3f with 10 ms (alpha %.2f, %.0f %% of the"
                    + " cells) to %.3f with 40 ms (alpha %.2f, %.0f %%); VAE_FULL held to 30 dB has"
                    + " %.3f with 10 ms. Only the bits that the link carries count, so doubling the"
                    + " limit does what doubling the capacity does.",
                rising ? "always raises GVIF" : "does not always raise GVIF",
                tight.gvif(),
                tight.alpha(),
                100 * tight.kept(),
                loose.gvif(),
                loose.alpha(),
                100 * loose.kept(),
                whole.gvif())),
        List.of(
            new Claim(
                "GVIF rises with the latency limit (VI-C, Fig. 9b)",
                "yes",
                figures,
                Claim.Verdict.of(rising),
                "")),
        List.of(Grouped.table(name(), AdaptationCurves.Mean.class, curves.means())),
        List.of(
            new Plot(
                name(), "GVIF against latency limit", "latency limit, ms", "GVIF", false, lines)));
  }
}
