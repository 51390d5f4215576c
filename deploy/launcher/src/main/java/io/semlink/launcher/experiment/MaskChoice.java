package io.semlink.launcher.experiment;

import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.EvalPhoto;
import io.semlink.launcher.eval.Means;
import io.semlink.launcher.eval.Paired;
import io.semlink.launcher.eval.Plot;
import io.semlink.launcher.eval.Trimap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Class activation maps against masks of equal size that know nothing of meaning. */
final class MaskChoice implements Experiment<MaskChoice.Row> {
  private static final double ALPHA = 0.5;
  private static final int POINT = 9;

  /** Size of the photos with outlines. */
  private static final int MAX_SIDE_PX = 256;

  /**
   * A photo sent with a mask.
   *
   * @param animal share of the animal's pixels that are sent; NaN where nobody outlined it
   * @param label the classifier's probability of the right label in the received picture
   */
  record Row(
      String photo,
      CellRanking way,
      double kept,
      double kilobits,
      double gvif,
      double maskPsnrDb,
      double animal,
      double label) {}

  /** Means over the photos. */
  record Mean(
      CellRanking way,
      double kept,
      double kilobits,
      double gvif,
      double gvifPerKilobit,
      double maskPsnrDb,
      double animal,
      double label) {}

  @Override
  public String name() {
    return "masks";
  }

  @Override
  public String question() {
    return "Class activation maps against random, central and edge-energy masks of equal size.";
  }

  @Override
  public Settings adapt(Settings settings) {
    return settings.atMost(MAX_SIDE_PX);
  }

  @Override
  public Class<Row> rowType() {
    return Row.class;
  }

  @Override
  public List<EvalPhoto> photos(DataFolder data, Settings settings) throws IOException {
    return data.animals();
  }

  @Override
  public List<Row> measure(Workbench bench, EvalPhoto photo)
      throws IOException, InterruptedException {
    PhotoAnalysis analysis = bench.analyse(photo);
    String label =
        photo
            .label()
            .map(
                id ->
                    bench
                        .classifier()
                        .labels()
                        .names()
                        .get(bench.classifier().labels().require(id)))
            .orElse(analysis.seen().subject());
    Optional<Trimap> trimap = Trimap.of(photo);
    int count = analysis.seen().importance().keep(ALPHA).count();
    List<Row> rows = new ArrayList<>();
    for (CellRanking way : CellRanking.values()) {
      PhotoAnalysis masked =
          analysis.withImportance(
              way.keep(analysis, count, bench.settings().seed() + photo.key().hashCode()));
      EncodedPhoto coded =
          bench
              .schemes()
              .encode(Schemes.CIE, masked, new Control.Fixed(new OperatingChoice(POINT, ALPHA)));
      DecodedPhoto decoded = bench.decode(coded);
      Photo received = bench.receive(decoded);
      rows.add(
          new Row(
              photo.key(),
              way,
              coded.mask().fraction(),
              coded.ledger().total() / 1e3,
              coded.decision().gvif().value(),
              Workbench.maskPsnrDb(analysis, received, coded.mask()),
              trimap.map(map -> animal(map, coded.mask())).orElse(Double.NaN),
              bench.classifier().probability(received, label)));
    }
    return rows;
  }

  /** Share of the animal within the central square that lies in kept cells. */
  private static double animal(Trimap trimap, KeepMask mask) {
    int side = Math.min(trimap.width(), trimap.height());
    int left = (trimap.width() - side) / 2;
    int top = (trimap.height() - side) / 2;
    long all = 0;
    long kept = 0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        if (trimap.at(left + x, top + y) == Trimap.ANIMAL) {
          all++;
          int row = (int) ((long) y * mask.rows() / side);
          int column = (int) ((long) x * mask.columns() / side);
          kept += mask.isKept(row, column) ? 1 : 0;
        }
      }
    }
    return all == 0 ? Double.NaN : (double) kept / all;
  }

  @Override
  public Chapter tell(Settings settings, List<Row> rows) {
    Map<CellRanking, List<Row>> ways = Grouped.by(rows, Row::way);
    List<Mean> means = new ArrayList<>();
    ways.forEach(
        (way, some) ->
            means.add(
                new Mean(
                    way,
                    Means.mean(some, Row::kept),
                    Means.mean(some, Row::kilobits),
                    Means.mean(some, Row::gvif),
                    Means.mean(some, Row::gvif) / Means.mean(some, Row::kilobits),
                    Means.mean(some, Row::maskPsnrDb),
                    Means.mean(
                        some.stream().filter(row -> !Double.isNaN(row.animal())).toList(),
                        Row::animal),
                    Means.mean(some, Row::label))));
    Mean cam = means.get(0);
    List<String> text = new ArrayList<>();
    text.add(
        String.format(
            Locale.ROOT,
            "As many cells as the class activation map keeps at alpha 0.5 (%.0f %%) are sent at"
                + " operating point %d, chosen by the map, at random, from the centre outwards, or"
                + " by the energy of edges; the receiver paints the rest.",
            100 * cam.kept(),
            POINT));
    List<Claim> claims = new ArrayList<>();
    List<Double> labels = labels(ways, CellRanking.CAM);
    for (Mean other : means.subList(1, means.size())) {
      text.add(
          String.format(
              Locale.ROOT,
              "Chosen %s: GVIF %.3f for %.1f kbit (CAM %.3f for %.1f), animal sent %.0f %% (CAM %.0f %%),"
                  + " probability of the right label in the received picture %.3f (CAM %.3f).",
              other.way().title(),
              other.gvif(),
              other.kilobits(),
              cam.gvif(),
              cam.kilobits(),
              100 * other.animal(),
              100 * cam.animal(),
              other.label(),
              cam.label()));
      if (labels.size() > 1) {
        claims.add(label(labels, labels(ways, other.way()), other.way()));
      }
    }
    claims.add(
        new Claim(
            "regions chosen for meaning carry the visual information (IV-B, Fig. 6)",
            "GVIF 0.9 with the objects' regions alone (γ = 0.1, β = 1)",
            String.format(
                Locale.ROOT,
                "GVIF %.3f with %.0f %% of the cells by CAM, %.3f by edge energy, %.3f at random",
                cam.gvif(),
                100 * cam.kept(),
                means.get(CellRanking.EDGES.ordinal()).gvif(),
                means.get(CellRanking.RANDOM.ordinal()).gvif()),
            cam.gvif() > means.get(CellRanking.RANDOM.ordinal()).gvif()
                ? Claim.Verdict.IN_PART
                : Claim.Verdict.REFUTED,
            "GVIF counts texture, not meaning: a mask that follows edges always wins by it, and an"
                + " animal before a plain wall wins more than one in a meadow"));
    return new Chapter(
        "Class activation maps against other masks of equal size",
        text,
        claims,
        List.of(Grouped.table(name(), Mean.class, means)),
        List.of(plot(means)));
  }

  private static List<Double> labels(Map<CellRanking, List<Row>> ways, CellRanking way) {
    return ways.getOrDefault(way, List.of()).stream().map(Row::label).toList();
  }

  private static Claim label(List<Double> cam, List<Double> others, CellRanking way) {
    Paired paired = Paired.of(cam, others);
    Claim.Verdict verdict = Claim.Verdict.IN_PART;
    if (paired.low() > 0) {
      verdict = Claim.Verdict.HOLDS;
    } else if (paired.high() < 0) {
      verdict = Claim.Verdict.REFUTED;
    }
    return new Claim(
        "importance by CAM keeps the meaning better than cells " + way.title() + " (III, VI-B)",
        "assumed",
        String.format(
            Locale.ROOT,
            "probability of the right label %+.3f (95 %% interval %+.3f to %+.3f)",
            paired.difference(),
            paired.low(),
            paired.high()),
        verdict,
        "judged by the classifier whose map it is, which favours CAM");
  }

  private Plot plot(List<Mean> means) {
    return new Plot(
        name(),
        "Masks of equal size: what they carry of the meaning, and of GVIF",
        "GVIF",
        "probability of the right label in the received picture",
        false,
        means.stream()
            .map(
                mean ->
                    new Plot.Curve(mean.way().title(), List.of(mean.gvif()), List.of(mean.label())))
            .toList());
  }
}
