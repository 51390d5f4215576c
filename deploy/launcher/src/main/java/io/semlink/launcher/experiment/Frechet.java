package io.semlink.launcher.experiment;

import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.image.Photo;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.EvalPhoto;
import io.semlink.launcher.eval.FrechetDistance;
import io.semlink.launcher.eval.Means;
import io.semlink.launcher.eval.Plot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Distance of the received pictures from the photos, against alpha and GVIF: Fig. 11. */
final class Frechet implements Experiment<Frechet.Row> {
  private static final double[] ALPHAS = {0, 0.2, 0.4, 0.6, 0.8};
  private static final double[] FEW_ALPHAS = {0, 0.4, 0.8};
  private static final double SNR_DB = 10;
  private static final int POINT = 9;

  /** Each takes some seconds. */
  private static final int MOST_PHOTOS = 160;

  /** The classifier looks at no more, and most of the photos have no more. */
  private static final int MAX_SIDE_PX = 256;

  /** Stands for the caption alone. */
  private static final double TEXT_ALONE = 1;

  /** Stands for the photo itself. */
  private static final double PHOTO = -1;

  /**
   * The features of a picture.
   *
   * @param alpha threshold; 1 is the caption alone, -1 the photo itself
   */
  record Row(
      String photo, double alpha, double kept, long bits, double gvif, List<Float> features) {}

  /**
   * A threshold's pictures.
   *
   * @param airMs mean time on a link of 10 dB
   * @param distance from the photos
   */
  record Mean(double alpha, double kept, double airMs, double gvif, double distance) {}

  @Override
  public String name() {
    return "frechet";
  }

  @Override
  public String question() {
    return "Frechet distance of received pictures from the photos, against alpha and GVIF (Fig. 11).";
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
    return data.varied(MOST_PHOTOS);
  }

  @Override
  public List<Row> measure(Workbench bench, EvalPhoto photo)
      throws IOException, InterruptedException {
    PhotoAnalysis analysis = bench.analyse(photo);
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(photo.key(), PHOTO, 1, 0, 1, features(bench, analysis.photo())));
    for (double alpha : bench.settings().grid().pick(FEW_ALPHAS, ALPHAS)) {
      Control fixed = new Control.Fixed(new OperatingChoice(POINT, alpha));
      rows.add(row(bench, photo, alpha, bench.schemes().encode(Schemes.CIE, analysis, fixed)));
    }
    rows.add(row(bench, photo, TEXT_ALONE, bench.encodeText(analysis)));
    return rows;
  }

  private static Row row(Workbench bench, EvalPhoto photo, double alpha, EncodedPhoto coded)
      throws InterruptedException {
    DecodedPhoto decoded = bench.decode(coded);
    return new Row(
        photo.key(),
        alpha,
        decoded.mask().fraction(),
        coded.ledger().total(),
        coded.decision().gvif().value(),
        features(bench, bench.receive(decoded)));
  }

  private static List<Float> features(Workbench bench, Photo picture) {
    List<Float> features = new ArrayList<>();
    for (float value : bench.classifier().features(picture)) {
      features.add(value);
    }
    return features;
  }

  @Override
  public Chapter tell(Settings settings, List<Row> rows) {
    Map<Double, List<Row>> byAlpha = Grouped.by(rows, Row::alpha);
    List<Row> photos = byAlpha.getOrDefault(PHOTO, List.of());
    FrechetDistance originals = new FrechetDistance(vectors(photos));
    double capacity = settings.budget(SNR_DB, 1000).capacityBps();
    List<Mean> means = new ArrayList<>();
    byAlpha.forEach(
        (alpha, some) -> {
          if (alpha != PHOTO) {
            means.add(
                new Mean(
                    alpha,
                    Means.mean(some, Row::kept),
                    1e3 * Means.mean(some, Row::bits) / capacity,
                    Means.mean(some, Row::gvif),
                    originals.to(vectors(some))));
          }
        });
    boolean falling = true;
    double steepest = 0;
    for (int i = 1; i < means.size(); i++) {
      Mean left = means.get(i - 1);
      Mean right = means.get(i);
      falling &= right.distance() > left.distance();
      steepest =
          Math.max(steepest, (right.distance() - left.distance()) / (right.alpha() - left.alpha()));
    }
    Mean text = means.get(means.size() - 1);
    Mean few = means.get(means.size() - 2);
    Mean whole = means.get(0);
    double slope = (text.distance() - few.distance()) / (text.alpha() - few.alpha());
    return new Chapter(
        "Frechet distance against alpha and GVIF (Fig. 11)",
        List.of(
            String.format(
                Locale.ROOT,
                "All photos are sent at operating point %d with thresholds from 0 to 0.8, and as a"
                    + " caption alone; the receiver paints the rest in 31 steps. The distance is"
                    + " that of the classifier's features between the %d received pictures and the"
                    + " photos, and compares with nothing but itself: it is FID's formula, not its"
                    + " features. It goes from %.3f at alpha 0 over %.3f at 0.8 to %.3f for the"
                    + " caption alone; with GVIF it %s.",
                POINT,
                photos.size(),
                whole.distance(),
                few.distance(),
                text.distance(),
                falling ? "falls monotonically" : "does not always fall"),
            String.format(
                Locale.ROOT,
                "On a link of 10 dB that is %.1f ms of air time for alpha 0, %.1f ms for 0.8 (%.0f"
                    + " %% of the cells) and %.2f ms for the caption.",
                whole.airMs(),
                few.airMs(),
                100 * few.kept(),
                text.airMs())),
        List.of(
            new Claim(
                "Frechet distance falls as GVIF rises (VI-D, Fig. 11b)",
                "monotonically",
                falling ? "monotonically" : "not everywhere",
                Claim.Verdict.of(falling),
                ""),
            new Claim(
                "the caption alone has the highest distance, alpha 0 the lowest (VI-D)",
                "yes",
                String.format(Locale.ROOT, "%.3f and %.3f", text.distance(), whole.distance()),
                Claim.Verdict.of(
                    means.stream()
                        .allMatch(
                            mean ->
                                mean.distance() <= text.distance()
                                    && mean.distance() >= whole.distance())),
                "our features are the classifier's own, so only the order compares"),
            new Claim(
                "the distance grows fastest as alpha nears 1 (VI-D)",
                "40 less at 0.8 than at 1",
                String.format(
                    Locale.ROOT,
                    "%.3f less at 0.8 than for the caption alone, %.0f %% of the whole range",
                    text.distance() - few.distance(),
                    100
                        * (text.distance() - few.distance())
                        / (text.distance() - whole.distance())),
                Claim.Verdict.of(slope >= steepest - 1e-12),
                "")),
        List.of(Grouped.table(name(), Mean.class, means)),
        List.of(
            plot(
                name(),
                "alpha (1: caption alone)",
                means.stream().map(Mean::alpha).toList(),
                means),
            plot(
                name() + "-gvif",
                "GVIF",
                reversed(means.stream().map(Mean::gvif).toList()),
                reversed(means))));
  }

  private static Plot plot(String name, String x, List<Double> across, List<Mean> means) {
    return new Plot(
        name,
        "Frechet distance of received pictures",
        x,
        "classifier-feature Frechet distance",
        false,
        List.of(new Plot.Curve("received", across, means.stream().map(Mean::distance).toList())));
  }

  private static <T> List<T> reversed(List<T> items) {
    List<T> reversed = new ArrayList<>(items);
    Collections.reverse(reversed);
    return reversed;
  }

  private static List<float[]> vectors(List<Row> rows) {
    List<float[]> vectors = new ArrayList<>();
    for (Row row : rows) {
      float[] vector = new float[row.features().size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = row.features().get(i);
      }
      vectors.add(vector);
    }
    return vectors;
  }
}
