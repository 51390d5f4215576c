package io.semlink.launcher.experiment;

import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.EvalPhoto;
import io.semlink.launcher.eval.Means;
import io.semlink.launcher.eval.Plot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** How near the exact control of one photo comes to trying every choice with the real coder. */
final class SearchQuality implements Experiment<SearchQuality.Row> {
  private static final double LIMIT_MS = 20;
  private static final double[] SNRS_DB = {-2, 3, 8, 13, 18, 23};

  /**
   * A photo on a link.
   *
   * @param exact GVIF that the control found; 0 if it found nothing
   * @param best greatest GVIF of all choices that were tried and fit; 0 if none does
   * @param used share of the budget that the control used
   */
  record Row(String photo, double snrDb, double exact, double best, double used) {}

  /**
   * Over the photos.
   *
   * @param ratio mean of exact over best
   * @param worst smallest exact over best
   */
  record Mean(double snrDb, double exact, double best, double ratio, double worst, double used) {}

  /** A choice with its real cost and worth. */
  private record Tried(long bits, double gvif) {}

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String question() {
    return "The exact control of one photo against trying every choice with the real coder.";
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
    List<Tried> all = new ArrayList<>();
    for (int point = 0; point < bench.points(); point += bench.settings().grid().pick(3, 1)) {
      for (double alpha : alphas(analysis, bench.settings().grid().pick(8, 16))) {
        Control fixed = new Control.Fixed(new OperatingChoice(point, alpha));
        EncodedPhoto coded = bench.schemes().encode(Schemes.CIE, analysis, fixed);
        all.add(new Tried(coded.ledger().total(), coded.decision().gvif().value()));
      }
    }
    List<Row> rows = new ArrayList<>();
    ControlOptions bounds = new ControlOptions(Settings.ALPHA_TH, 0, Settings.GAMMA_SQUARED);
    for (double snrDb : SNRS_DB) {
      LinkBudget budget = bench.settings().budget(snrDb, LIMIT_MS);
      Optional<EncodedPhoto> exact =
          bench.encode(Schemes.CIE, analysis, new Control.Exact(budget, bounds));
      rows.add(
          new Row(
              photo.key(),
              snrDb,
              exact.map(coded -> coded.decision().gvif().value()).orElse(0.0),
              all.stream()
                  .filter(tried -> tried.bits() <= budget.bits())
                  .mapToDouble(Tried::gvif)
                  .max()
                  .orElse(0),
              exact.map(coded -> (double) coded.ledger().total() / budget.bits()).orElse(0.0)));
    }
    return rows;
  }

  /** Thresholds that keep evenly spread shares of the cells, up to alpha_th. */
  private static Iterable<Double> alphas(PhotoAnalysis analysis, int count) {
    float[] ascending = analysis.seen().importance().values().clone();
    Arrays.sort(ascending);
    TreeSet<Double> alphas = new TreeSet<>(List.of(0.0, Settings.ALPHA_TH));
    for (int i = 1; i < count; i++) {
      double alpha = ascending[i * ascending.length / count];
      if (alpha < Settings.ALPHA_TH) {
        alphas.add(alpha);
      }
    }
    return alphas;
  }

  @Override
  public Chapter tell(Settings settings, List<Row> rows) {
    List<Mean> means = new ArrayList<>();
    Grouped.by(rows, Row::snrDb)
        .forEach(
            (snrDb, some) -> {
              List<Row> feasible = some.stream().filter(row -> row.best() > 0).toList();
              means.add(
                  new Mean(
                      snrDb,
                      Means.mean(some, Row::exact),
                      Means.mean(some, Row::best),
                      Means.mean(feasible, row -> row.exact() / row.best()),
                      feasible.stream()
                          .mapToDouble(row -> row.exact() / row.best())
                          .min()
                          .orElse(Double.NaN),
                      Means.mean(some, Row::used)));
            });
    Mean least = means.stream().min((a, b) -> Double.compare(a.ratio(), b.ratio())).orElseThrow();
    double worst = means.stream().mapToDouble(Mean::worst).min().orElse(Double.NaN);
    return new Chapter(
        "Exact control against trying every choice",
        List.of(
            String.format(
                Locale.ROOT,
                "Every photo is coded at every operating point with thresholds that keep evenly"
                    + " spread shares of its cells; of the choices that fit 20 ms the one of"
                    + " greatest GVIF is what a search could find. The exact control, which codes"
                    + " at most a few times, finds %.1f %% of that GVIF at %.0f dB, where it does"
                    + " worst on average, and never less than %.1f %%; it uses %.1f %% of the bits.",
                100 * least.ratio(),
                least.snrDb(),
                100 * worst,
                100 * Means.mean(means, Mean::used))),
        List.of(),
        List.of(Grouped.table(name(), Mean.class, means)),
        List.of(
            new Plot(
                name(),
                "GVIF of the exact control and of the best choice tried, 20 ms",
                "SNR, dB",
                "GVIF",
                false,
                List.of(
                    new Plot.Curve(
                        "exact control",
                        means.stream().map(Mean::snrDb).toList(),
                        means.stream().map(Mean::exact).toList()),
                    new Plot.Curve(
                        "best tried",
                        means.stream().map(Mean::snrDb).toList(),
                        means.stream().map(Mean::best).toList())))));
  }
}
