package io.semlink.launcher.experiment;

import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.fidelity.Gvif;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.EvalPhoto;
import io.semlink.launcher.eval.Means;
import io.semlink.launcher.eval.Plot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the control chooses under other variances of the visual noise, gamma^2. */
final class VisualNoise implements Experiment<VisualNoise.Row> {
  private static final double LIMIT_MS = 20;
  private static final double[] SNRS_DB = {-2, 4, 10, 16, 23};
  private static final double[] FEW_SNRS_DB = {-2, 10, 23};
  private static final double[] GAMMAS_SQUARED = {0.01, 0.1, 1, 10};

  /** A photo on a link; NaN where nothing fits. */
  record Row(
      String photo,
      double snrDb,
      double gammaSquared,
      double alpha,
      double point,
      double kept,
      double gvif,
      double maskPsnrDb) {}

  /** Means over the photos. */
  record Mean(
      double snrDb,
      double gammaSquared,
      double alpha,
      double point,
      double kept,
      double gvif,
      double maskPsnrDb) {}

  private record Place(double snrDb, double gammaSquared) {}

  @Override
  public String name() {
    return "gamma";
  }

  @Override
  public String question() {
    return "What the control chooses under other variances of the visual noise.";
  }

  @Override
  public Class<Row> rowType() {
    return Row.class;
  }

  @Override
  public List<EvalPhoto> photos(DataFolder data, Settings settings) throws IOException {
    return data.sharp();
  }

  @Override
  public List<Row> measure(Workbench bench, EvalPhoto photo) throws IOException {
    PhotoAnalysis analysis = bench.analyse(photo);
    List<Row> rows = new ArrayList<>();
    for (double snrDb : bench.settings().grid().pick(FEW_SNRS_DB, SNRS_DB)) {
      for (double gammaSquared : GAMMAS_SQUARED) {
        ControlOptions bounds = new ControlOptions(Settings.ALPHA_TH, 0, gammaSquared);
        Control exact = new Control.Exact(bench.settings().budget(snrDb, LIMIT_MS), bounds);
        Optional<EncodedPhoto> coded = bench.encode(Schemes.CIE, analysis, exact);
        if (coded.isPresent()) {
          rows.add(row(bench, analysis, photo.key(), snrDb, gammaSquared, coded.get()));
        }
      }
    }
    return rows;
  }

  private static Row row(
      Workbench bench,
      PhotoAnalysis analysis,
      String photo,
      double snrDb,
      double gammaSquared,
      EncodedPhoto coded) {
    DecodedPhoto decoded = bench.decode(coded);
    return new Row(
        photo,
        snrDb,
        gammaSquared,
        coded.decision().alpha(),
        coded.decision().operatingPoint(),
        decoded.mask().fraction(),
        coded.decision().gvif().value(),
        Workbench.maskPsnrDb(analysis, decoded.photo(), decoded.mask()));
  }

  @Override
  public Chapter tell(Settings settings, List<Row> rows) {
    List<Mean> means = new ArrayList<>();
    Grouped.by(rows, row -> new Place(row.snrDb(), row.gammaSquared()))
        .forEach(
            (place, some) ->
                means.add(
                    new Mean(
                        place.snrDb(),
                        place.gammaSquared(),
                        Means.mean(some, Row::alpha),
                        Means.mean(some, Row::point),
                        Means.mean(some, Row::kept),
                        Means.mean(some, Row::gvif),
                        Means.mean(some, Row::maskPsnrDb))));
    List<Plot.Curve> kept = new ArrayList<>();
    List<Plot.Curve> gvif = new ArrayList<>();
    for (double gammaSquared : GAMMAS_SQUARED) {
      List<Mean> curve = means.stream().filter(m -> m.gammaSquared() == gammaSquared).toList();
      List<Double> snrs = curve.stream().map(Mean::snrDb).toList();
      kept.add(new Plot.Curve("γ² " + gammaSquared, snrs, curve.stream().map(Mean::kept).toList()));
      gvif.add(new Plot.Curve("γ² " + gammaSquared, snrs, curve.stream().map(Mean::gvif).toList()));
    }
    return new Chapter(
        "Sensitivity to the visual noise",
        List.of(
            "The paper says γ² = 0.1 in section VI-A and γ = 0.1, that is γ² = 0.01, under Fig. 6."
                + " GVIF values under different noise do not compare: they weigh faint and strong"
                + " latents differently. The table shows what the exact control chooses at 20 ms,"
                + " without a floor, under each.",
            table(means, settings),
            String.format(
                Locale.ROOT,
                "The larger the noise, the less faint latents count: one of θ = 1 has %.0f %% of the"
                    + " information of one of θ = 4 at γ² = 0.01, %.0f %% at 0.1 and %.0f %% at 10."
                    + " Under much noise only strong latents, coded finely, are seen, and the"
                    + " control prefers fewer cells at finer points; under little noise it prefers"
                    + " many cells. 0.1 is close to the many.",
                faint(0.01),
                faint(0.1),
                faint(10))),
        List.of(),
        List.of(Grouped.table(name(), Mean.class, means)),
        List.of(
            new Plot(name(), "Cells kept at 20 ms", "SNR, dB", "share of the cells", false, kept),
            new Plot(name() + "-gvif", "GVIF at 20 ms", "SNR, dB", "GVIF", false, gvif)));
  }

  /** Information of a latent of theta = 1 in per cent of that of theta = 4. */
  private static double faint(double gammaSquared) {
    return 100 * Gvif.information(1, gammaSquared) / Gvif.information(4, gammaSquared);
  }

  private static String table(List<Mean> means, Settings settings) {
    StringBuilder table = new StringBuilder("| SNR, dB |");
    for (double gammaSquared : GAMMAS_SQUARED) {
      table.append(" γ² ").append(gammaSquared).append(" |");
    }
    table.append("\n|---|").append("---|".repeat(GAMMAS_SQUARED.length));
    for (double snrDb : settings.grid().pick(FEW_SNRS_DB, SNRS_DB)) {
      table.append(String.format(Locale.ROOT, "%n| %.0f |", snrDb));
      means.stream()
          .filter(mean -> mean.snrDb() == snrDb)
          .forEach(
              mean ->
                  table.append(
                      String.format(
                          Locale.ROOT,
                          " %.0f %% of the cells at point %.1f, %.1f dB |",
                          100 * mean.kept(),
                          mean.point(),
                          mean.maskPsnrDb())));
    }
    return table.toString();
  }
}
