package io.semlink.launcher.experiment;

import io.semlink.codec.scheme.Schemes;
import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.EvalPhoto;
import io.semlink.launcher.eval.Means;
import io.semlink.launcher.eval.Plot;
import io.semlink.launcher.eval.Table;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Pictures at -1 and 6 dB with 30 ms, by every way of sending: Fig. 10 of the paper. */
final class Panels implements Experiment<Panels.Row> {
  private static final double[] SNRS_DB = {-1, 6};
  private static final double LIMIT_MS = 30;

  /**
   * A picture that was received.
   *
   * @param way scheme
   * @param gvif NaN where the scheme has none
   * @param maskPsnrDb PSNR within the cells that CIE sent, whoever sent the picture
   * @param criticalPsnrDb PSNR within the cells of at least the importance alpha_th
   * @param drawing sheet of all ways as PNG in base 64, in the first row of a photo whose pictures
   *     may be shown; else empty
   */
  record Row(
      String photo,
      double snrDb,
      String way,
      double alpha,
      int point,
      double kept,
      long bits,
      double gvif,
      double maskPsnrDb,
      double criticalPsnrDb,
      double psnrDb,
      double ssim,
      double msSsim,
      double vif,
      String drawing) {
    Row withDrawing(String other) {
      return new Row(
          photo,
          snrDb,
          way,
          alpha,
          point,
          kept,
          bits,
          gvif,
          maskPsnrDb,
          criticalPsnrDb,
          psnrDb,
          ssim,
          msSsim,
          vif,
          other);
    }
  }

  /**
   * Over the photos.
   *
   * @param behindDb median of what the mask PSNR of CIE is above this way's
   * @param criticalBehindDb the same for the most important cells, sent alone by CIE_CRITICAL
   */
  record Summary(
      double snrDb,
      String way,
      int photos,
      double bits,
      double maskPsnrDb,
      double behindDb,
      double criticalPsnrDb,
      double criticalBehindDb,
      double psnrDb,
      double ssim,
      double msSsim,
      double vif) {}

  @Override
  public String name() {
    return "panels";
  }

  @Override
  public String question() {
    return "Pictures at -1 and 6 dB, 30 ms: CIE, VAE_FULL, JPEG2000 and other coders (Fig. 10).";
  }

  @Override
  public Class<Row> rowType() {
    return Row.class;
  }

  @Override
  public List<EvalPhoto> photos(DataFolder data, Settings settings) throws IOException {
    Set<EvalPhoto> photos = new LinkedHashSet<>(data.sharp());
    // Their pictures may be shown, whatever else is measured.
    photos.addAll(new DataFolder(settings.examples(), 0).flat());
    return List.copyOf(photos);
  }

  @Override
  public List<Row> measure(Workbench bench, EvalPhoto photo)
      throws IOException, InterruptedException {
    return new Panel(bench, photo, LIMIT_MS).rows(SNRS_DB);
  }

  @Override
  public Chapter tell(Settings settings, List<Row> rows) {
    List<Summary> summaries = new ArrayList<>();
    List<String> text = new ArrayList<>();
    for (double snrDb : SNRS_DB) {
      List<Row> at = rows.stream().filter(row -> row.snrDb() == snrDb).toList();
      Map<String, Double> cie = values(at, Panel.CIE, Row::maskPsnrDb);
      Map<String, Double> critical = values(at, Panel.CRITICAL, Row::criticalPsnrDb);
      List<Summary> ways = new ArrayList<>();
      Grouped.by(at, Row::way)
          .forEach((way, some) -> ways.add(summary(snrDb, way, some, cie, critical)));
      summaries.addAll(ways);
      text.add(sentence(snrDb, ways, at));
    }
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    for (Row row : rows) {
      if (!row.drawing().isEmpty()) {
        String name = row.photo().substring(row.photo().lastIndexOf('/') + 1);
        pictures.put(name() + "-" + name, Panel.drawn(row.drawing()));
      }
    }
    return new Chapter(
        "Pictures at -1 and 6 dB, 30 ms (Fig. 10)",
        text,
        claims(summaries),
        List.of(
            Grouped.table(name(), Summary.class, summaries),
            withoutDrawings(Grouped.table(name() + "-photos", Row.class, rows))),
        List.of(plot(summaries)),
        pictures);
  }

  private static Table withoutDrawings(Table table) {
    int last = table.columns().size() - 1;
    return new Table(
        table.name(),
        table.columns().subList(0, last),
        table.rows().stream().map(row -> row.subList(0, last)).toList());
  }

  private static Map<String, Double> values(
      List<Row> rows, String way, ToDoubleFunction<Row> value) {
    Map<String, Double> values = new LinkedHashMap<>();
    rows.stream()
        .filter(row -> row.way().equals(way))
        .forEach(row -> values.put(row.photo(), value.applyAsDouble(row)));
    return values;
  }

  private static Summary summary(
      double snrDb,
      String way,
      List<Row> rows,
      Map<String, Double> cie,
      Map<String, Double> critical) {
    return new Summary(
        snrDb,
        way,
        rows.size(),
        Means.mean(rows, Row::bits),
        median(rows, Row::maskPsnrDb),
        median(rows, row -> cie.getOrDefault(row.photo(), Double.NaN) - row.maskPsnrDb()),
        median(rows, Row::criticalPsnrDb),
        median(rows, row -> critical.getOrDefault(row.photo(), Double.NaN) - row.criticalPsnrDb()),
        median(rows, Row::psnrDb),
        median(rows, Row::ssim),
        median(rows, Row::msSsim),
        median(rows, Row::vif));
  }

  private static double median(List<Row> rows, ToDoubleFunction<Row> value) {
    return Means.median(rows.stream().map(value::applyAsDouble).toList());
  }

  private static String sentence(double snrDb, List<Summary> ways, List<Row> rows) {
    List<Row> cie = rows.stream().filter(row -> row.way().equals(Panel.CIE)).toList();
    List<Row> critical = rows.stream().filter(row -> row.way().equals(Panel.CRITICAL)).toList();
    List<String> parts = new ArrayList<>();
    List<String> criticalParts = new ArrayList<>();
    for (Summary way : ways) {
      if (!way.way().startsWith(Panel.CIE)) {
        parts.add(behind(way.way(), way.maskPsnrDb(), way.behindDb()));
        criticalParts.add(behind(way.way(), way.criticalPsnrDb(), way.criticalBehindDb()));
      }
    }
    return String.format(
        Locale.ROOT,
        "At %.0f dB and 30 ms, medians over %d photos: CIE chooses alpha %.2f and sends %.0f %% of"
            + " the cells, GVIF %.3f, at %.1f dB mask PSNR; of the same bits others make, within"
            + " those cells, %s. With all bits for the most important cells (alpha %.1f, %.0f %% of"
            + " the cells) CIE reaches %.1f dB there; the others %s.",
        snrDb,
        cie.size(),
        median(cie, Row::alpha),
        100 * median(cie, Row::kept),
        median(cie, Row::gvif),
        median(cie, Row::maskPsnrDb),
        String.join(", ", parts),
        Settings.ALPHA_TH,
        100 * median(critical, Row::kept),
        median(critical, Row::criticalPsnrDb),
        String.join(", ", criticalParts));
  }

  private static String behind(String way, double psnrDb, double behindDb) {
    return String.format(Locale.ROOT, "%s %.1f dB (%+.1f)", way, psnrDb, -behindDb);
  }

  private static List<Claim> claims(List<Summary> summaries) {
    List<Claim> claims = new ArrayList<>();
    claim(claims, summaries, -1, Panel.JPEG2000, 8, "+8.1 dB (bird), +13 dB (fox)");
    claim(claims, summaries, -1, Panel.VAE_FULL, 5, "+5.3 dB (bird), +12 dB (fox)");
    claim(claims, summaries, 6, Panel.JPEG2000, 6, "+6.1 dB (bird)");
    claim(claims, summaries, 6, Panel.VAE_FULL, 3, "+3.3 dB (bird), +7.1 dB (fox)");
    return claims;
  }

  private static void claim(
      List<Claim> claims,
      List<Summary> summaries,
      double snrDb,
      String way,
      double leastDb,
      String paper) {
    summaries.stream()
        .filter(each -> each.snrDb() == snrDb && each.way().equals(way))
        .findFirst()
        .ifPresent(
            each -> {
              claims.add(critical(each, leastDb, paper));
              claims.add(best(each, leastDb));
            });
  }

  private static Claim critical(Summary each, double leastDb, String paper) {
    return new Claim(
        title(each) + ", alpha at its limit of 0.8 (Fig. 10)",
        paper,
        gain(each.criticalBehindDb(), each.photos()),
        verdict(each.criticalBehindDb(), leastDb),
        "two chosen pictures there, with alpha 0.8 and 0.76; all photos here"
            + (each.way().equals(Panel.JPEG2000)
                ? "; OpenJPEG at its best is a stronger peer than the paper's JPEG2000, whose fox"
                    + " has 18.8 dB at both SNRs"
                : ""));
  }

  private static Claim best(Summary each, double leastDb) {
    return new Claim(
        title(each) + ", alpha of the best GVIF with a floor of 30 dB",
        "the same",
        gain(each.behindDb(), each.photos()),
        verdict(each.behindDb(), leastDb),
        "more cells at the floor give more GVIF than few cells far above it");
  }

  private static String title(Summary each) {
    return String.format(
        Locale.ROOT, "mask PSNR of CIE over %s at %.0f dB, 30 ms", each.way(), each.snrDb());
  }

  private static String gain(double db, int photos) {
    return String.format(Locale.ROOT, "%+.1f dB, median of %d photos", db, photos);
  }

  private static Claim.Verdict verdict(double gainDb, double leastDb) {
    if (gainDb >= leastDb) {
      return Claim.Verdict.HOLDS;
    }
    return gainDb > 0 ? Claim.Verdict.IN_PART : Claim.Verdict.REFUTED;
  }

  private Plot plot(List<Summary> summaries) {
    List<Plot.Curve> curves = new ArrayList<>();
    Grouped.by(summaries, Summary::way)
        .forEach(
            (way, some) -> {
              // Neither sends these cells; far below, they would press the others together.
              if (!way.equals(Panel.CRITICAL) && !way.equals(Schemes.TEXT_ONLY)) {
                curves.add(
                    new Plot.Curve(
                        way,
                        some.stream().map(Summary::snrDb).toList(),
                        some.stream().map(Summary::maskPsnrDb).toList()));
              }
            });
    return new Plot(
        name(),
        "Mask PSNR at 30 ms, medians",
        "SNR, dB",
        "PSNR within the cells that CIE sent, dB",
        false,
        curves);
  }
}
