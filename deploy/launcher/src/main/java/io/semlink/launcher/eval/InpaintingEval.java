package io.semlink.launcher.eval;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.importance.CamClassifier;
import io.semlink.codec.importance.Classification;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.scheme.DecodedPhoto;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How well the receiver fills what was not sent, against fills that need no network: distance from
 * the originals in the features of the bundle's classifier, the seam along the mask, and whether
 * the caption steers what is painted.
 */
public final class InpaintingEval {
  private static final int EXAMPLES_PER_SET = 2;

  private final LinkWithoutAir link;
  private final CamClassifier classifier;
  private final Function<Photo, float[]> features;
  private final Settings settings;
  private final List<FillScores> scores;
  private final List<float[]> originals = new ArrayList<>();
  private final List<List<Object>> rows = new ArrayList<>();
  private final CaptionTest captions = new CaptionTest();
  private final List<Examples> examples;

  /**
   * How to measure.
   *
   * @param shortSide longer short sides are scaled down to this, in pixels
   * @param point operating point of what is sent
   * @param shares shares of the cells to keep, in (0, 1]; captions are tested at the first
   * @param seed seed of the denoiser's noise and of the wrong labels
   */
  public record Settings(int shortSide, int point, List<Double> shares, long seed) {
    /** Checks the ranges. */
    public Settings {
      shares = List.copyOf(shares);
      if (shares.isEmpty() || shares.stream().anyMatch(share -> !(share > 0 && share <= 1))) {
        throw new IllegalArgumentException("shares kept must lie in (0, 1]: " + shares);
      }
      if (shortSide < PhotoReader.MIN_SIDE) {
        throw new IllegalArgumentException(
            "the short side must be at least " + PhotoReader.MIN_SIDE + ", is " + shortSide);
      }
    }
  }

  /**
   * Prepares a measurement.
   *
   * @param features features of a photo, of one length
   */
  InpaintingEval(
      LinkWithoutAir link,
      CamClassifier classifier,
      Function<Photo, float[]> features,
      Settings settings) {
    this.link = link;
    this.classifier = classifier;
    this.features = features;
    this.settings = settings;
    this.scores = settings.shares().stream().map(FillScores::new).toList();
    this.examples = settings.shares().stream().map(Examples::new).toList();
  }

  /**
   * Measures a bundle on {@code imagenette}, {@code pets} and {@code kodak}.
   *
   * @throws io.semlink.codec.bundle.BundleException if its classifier tells no features
   * @throws IOException if a folder is missing or a photo cannot be read
   */
  public static Findings run(Bundle bundle, DataFolder data, Settings settings, Progress progress)
      throws IOException, InterruptedException {
    CamClassifier classifier = CamClassifier.open(bundle);
    try (LinkWithoutAir link = new LinkWithoutAir(bundle)) {
      return new InpaintingEval(link, classifier, classifier::features, settings)
          .measure(data, progress);
    }
  }

  Findings measure(DataFolder data, Progress progress) throws IOException, InterruptedException {
    List<List<EvalPhoto>> sets = List.of(data.imagenette(), data.pets(), data.kodak());
    int total = sets.stream().mapToInt(List::size).sum();
    int done = 0;
    Map<String, Object> counts = new LinkedHashMap<>();
    for (List<EvalPhoto> set : sets) {
      counts.put(set.get(0).set(), set.size());
      List<String> labels = labels(set);
      for (int i = 0; i < set.size(); i++) {
        progress.at((double) done / total, set.get(i).set() + " " + set.get(i).name());
        int stride = Math.max(1, set.size() / EXAMPLES_PER_SET);
        boolean example = i % stride == stride / 2;
        photo(set.get(i), labels, settings.seed() + done++, example);
      }
    }
    progress.at(1, "distances");
    FrechetDistance reference = new FrechetDistance(originals);
    scores.forEach(each -> each.measure(reference));
    return findings(counts);
  }

  private List<String> labels(List<EvalPhoto> set) {
    return set.stream()
        .flatMap(each -> each.label().stream())
        .distinct()
        .map(id -> classifier.labels().names().get(classifier.labels().require(id)))
        .toList();
  }

  private void photo(EvalPhoto each, List<String> labels, long seed, boolean example)
      throws IOException, InterruptedException {
    Photo photo = each.read(settings.shortSide());
    Classification seen = classifier.classify(photo, List.of());
    originals.add(features.apply(photo));
    @Nullable Captions pair = captions(each, photo, seen, labels, seed);
    if (pair != null) {
      DecodedPhoto nothing = link.sendText(photo);
      List<Photo> painted = link.paint(nothing, pair.orders(), seed);
      trial(each, 0, pair, painted.get(0), painted.get(1));
    }
    for (int i = 0; i < scores.size(); i++) {
      FillScores score = scores.get(i);
      double alpha = Masks.alpha(seen.importance(), score.asked());
      DecodedPhoto decoded = link.send(photo, new OperatingChoice(settings.point(), alpha));
      @Nullable Captions steering = i == 0 ? pair : null;
      List<LinkWithoutAir.Order> orders = new ArrayList<>();
      orders.add(new LinkWithoutAir.Order(decoded.prompt(), Fill.LINK_10.steps()));
      orders.add(new LinkWithoutAir.Order(decoded.prompt(), Fill.LINK_31.steps()));
      if (steering != null) {
        orders.addAll(steering.orders());
      }
      List<Photo> painted = link.paint(decoded, orders, seed);
      if (steering != null) {
        trial(each, score.asked(), steering, painted.get(2), painted.get(3));
      }
      Map<Fill, Photo> fills = plain(photo, decoded);
      fills.put(Fill.LINK_10, painted.get(0));
      fills.put(Fill.LINK_31, painted.get(1));
      score(each, score, photo, decoded.mask(), fills);
      if (example) {
        examples.get(i).add(each, decoded, photo, fills);
      }
    }
  }

  private Map<Fill, Photo> plain(Photo photo, DecodedPhoto decoded) {
    KeepMask mask = decoded.mask();
    Map<Fill, Photo> fills = new EnumMap<>(Fill.class);
    fills.put(Fill.ORIGINAL, PlainFills.compose(decoded.photo(), photo, mask));
    fills.put(Fill.MEAN_COLOUR, PlainFills.meanColour(decoded.photo(), mask));
    fills.put(Fill.HARMONIC, PlainFills.harmonic(decoded.photo(), mask));
    fills.put(
        Fill.DECODER,
        PlainFills.compose(decoded.photo(), link.synthesis(photo, settings.point(), mask), mask));
    return fills;
  }

  private void score(
      EvalPhoto each, FillScores score, Photo photo, KeepMask mask, Map<Fill, Photo> fills) {
    score.kept(mask.fraction());
    List<Object> row = new ArrayList<>();
    row.addAll(List.of(each.set(), each.name(), score.asked(), mask.fraction()));
    fills.forEach(
        (fill, picture) -> {
          Seam seam = Seam.of(photo, picture, mask);
          score.add(fill, features.apply(picture), seam);
          row.add(seam.ratio());
        });
    rows.add(row);
  }

  /** Two captions that differ in their label alone. */
  private record Captions(String label, String wrongLabel, String right, String wrong) {
    List<LinkWithoutAir.Order> orders() {
      int steps = Fill.LINK_31.steps();
      return List.of(
          new LinkWithoutAir.Order(right, steps), new LinkWithoutAir.Order(wrong, steps));
    }
  }

  private @Nullable Captions captions(
      EvalPhoto each, Photo photo, Classification seen, List<String> labels, long seed) {
    if (each.label().isEmpty() || labels.size() < 2) {
      return null;
    }
    int index = classifier.labels().require(each.label().get());
    String label = classifier.labels().names().get(index);
    String wrong = CaptionTest.other(labels, label, seed);
    return new Captions(
        label,
        wrong,
        CaptionTest.caption(photo, seen, label),
        CaptionTest.caption(photo, seen, wrong));
  }

  private void trial(EvalPhoto each, double kept, Captions pair, Photo right, Photo wrong) {
    captions.add(
        new CaptionTest.Trial(
            each,
            kept,
            pair.label(),
            pair.wrongLabel(),
            classifier.probability(right, pair.label()),
            classifier.probability(wrong, pair.label())));
  }

  private Findings findings(Map<String, Object> counts) {
    List<String> lines = new ArrayList<>();
    lines.add("photos " + counts + ", short side at most " + settings.shortSide() + " pixels");
    scores.forEach(score -> lines.addAll(score.lines()));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("photos", counts);
    figures.put("short_side_px", settings.shortSide());
    figures.put("operating_point", settings.point());
    figures.put("seed", settings.seed());
    figures.put("shares", scores.stream().map(FillScores::figures).toList());
    figures.put("caption_test", captions.figures(lines));
    lines.add("seed " + settings.seed());
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    examples.forEach(some -> pictures.put(some.name(), some.draw()));
    List<String> columns = new ArrayList<>(List.of("set", "photo", "kept_asked", "kept"));
    for (Fill fill : Fill.values()) {
      columns.add("seam_ratio_" + fill.key());
    }
    return new Findings(
        "inpainting",
        lines,
        figures,
        List.of(new Table("inpainting-photos", columns, rows), captions.table()),
        List.of(plot()),
        pictures);
  }

  private Plot plot() {
    List<Fill> order =
        List.of(
            Fill.LINK_31,
            Fill.LINK_10,
            Fill.HARMONIC,
            Fill.DECODER,
            Fill.MEAN_COLOUR,
            Fill.ORIGINAL);
    return new Plot(
        "inpainting",
        "Distance from the originals, " + originals.size() + " photos",
        "cells kept, %",
        "classifier-feature Frechet distance",
        false,
        order.stream()
            .map(
                fill ->
                    new Plot.Curve(
                        fill.title(),
                        scores.stream().map(score -> 100 * score.asked()).toList(),
                        scores.stream().map(score -> score.distance(fill)).toList()))
            .toList());
  }
}
