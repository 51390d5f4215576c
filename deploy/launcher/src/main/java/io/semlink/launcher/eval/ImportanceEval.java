package io.semlink.launcher.eval;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.CamClassifier;
import io.semlink.codec.importance.Classification;
import io.semlink.codec.importance.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How often the classifier is right, how well its importance map finds the animal, and how long it
 * takes: with the map of the most probable label, as the transmitter uses it.
 */
public final class ImportanceEval {
  private static final List<Double> SHARES = List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);

  /** Index of 30 % in the shares. */
  private static final int AT_30 = 2;

  private static final int WARM_UP = 5;

  private final Function<Photo, Classification> classifier;
  private final Labels labels;
  private final List<Double> milliseconds = new ArrayList<>();

  /** Measures a classifier that names these labels. */
  ImportanceEval(Function<Photo, Classification> classifier, Labels labels) {
    this.classifier = classifier;
    this.labels = labels;
  }

  /**
   * Measures the classifier of a bundle on {@code imagenette}, {@code caltech101} and {@code pets}.
   *
   * @throws IOException if a folder is missing or a photo cannot be read
   */
  public static Findings run(Bundle bundle, DataFolder data, Progress progress) throws IOException {
    CamClassifier classifier = CamClassifier.open(bundle);
    return new ImportanceEval(photo -> classifier.classify(photo, List.of()), classifier.labels())
        .measure(data, progress);
  }

  Findings measure(DataFolder data, Progress progress) throws IOException {
    Map<String, List<EvalPhoto>> sets = new LinkedHashMap<>();
    sets.put("imagenette", data.imagenette());
    sets.put("caltech101", data.caltech());
    sets.put("pets", data.pets());
    int total = sets.values().stream().mapToInt(List::size).sum();
    Photo first = sets.get("imagenette").get(0).read();
    for (int i = 0; i < WARM_UP; i++) {
      timed(first);
    }
    milliseconds.clear();
    Map<String, Accuracy> accuracies = new LinkedHashMap<>();
    Map<EvalPhoto, Localisation> found = new LinkedHashMap<>();
    int done = 0;
    for (Map.Entry<String, List<EvalPhoto>> set : sets.entrySet()) {
      Accuracy accuracy = new Accuracy();
      for (EvalPhoto each : set.getValue()) {
        progress.at((double) done++ / total, each.set() + " " + each.name());
        Photo photo = each.read();
        Classification seen = timed(photo);
        accuracy.add(labels.names().get(labels.require(each.label().orElseThrow())), seen);
        if (each.set().equals("pets")) {
          Trimap truth = Trimap.read(data.trimap(each), photo.width(), photo.height());
          found.put(each, Localisation.of(seen.importance(), truth, SHARES));
        }
      }
      accuracies.put(set.getKey(), accuracy);
    }
    return findings(accuracies, found);
  }

  private Classification timed(Photo photo) {
    long from = System.nanoTime();
    Classification seen = classifier.apply(photo);
    milliseconds.add((System.nanoTime() - from) / 1e6);
    return seen;
  }

  private Findings findings(Map<String, Accuracy> accuracies, Map<EvalPhoto, Localisation> found) {
    double hits = Means.mean(found.values(), each -> each.hit() ? 1 : 0);
    double animal = Means.mean(found.values(), Localisation::animal);
    double purity = Means.mean(found.values(), each -> each.kept().get(AT_30).purity());
    double ceiling =
        Means.mean(found.values(), each -> Math.min(1, each.animal() / SHARES.get(AT_30)));
    double median = Means.median(milliseconds);
    List<String> lines = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    accuracies.forEach(
        (set, accuracy) -> {
          figures.put(set, accuracy.figures());
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%-11s %5d photos   top-1 %5.1f %%   top-5 %5.1f %%",
                  set,
                  accuracy.photos(),
                  100 * accuracy.top1(),
                  100 * accuracy.top5()));
        });
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("photos", found.size());
    place.put("pointing_game", hits);
    place.put("animal_share_of_photo", animal);
    place.put("animal_share_of_kept_at_30_percent", purity);
    place.put("lift_at_30_percent", purity / animal);
    place.put("lift_of_a_perfect_map", ceiling / animal);
    place.put("curve", curve(found));
    figures.put("localisation", place);
    figures.put("median_ms", median);
    lines.add(
        String.format(
            Locale.ROOT,
            "localisation %4d photos   pointing game %.1f %%   animal at 30 %% kept: %.2f times"
                + " its share (a perfect map: %.2f)",
            found.size(),
            100 * hits,
            purity / animal,
            ceiling / animal));
    lines.add(String.format(Locale.ROOT, "time         %.1f ms per photo, median", median));
    return new Findings(
        "importance",
        lines,
        figures,
        List.of(classTable(accuracies), photoTable(found)),
        List.of(plot(found)),
        Map.of());
  }

  private static List<Map<String, Object>> curve(Map<EvalPhoto, Localisation> found) {
    List<Map<String, Object>> points = new ArrayList<>();
    for (int i = 0; i < SHARES.size(); i++) {
      int at = i;
      Map<String, Object> point = new LinkedHashMap<>();
      point.put("kept", SHARES.get(i));
      point.put("animal_share_of_kept", Means.mean(found.values(), f -> f.kept().get(at).purity()));
      point.put("animal_kept", Means.mean(found.values(), f -> f.kept().get(at).recall()));
      points.add(point);
    }
    return points;
  }

  private static Table classTable(Map<String, Accuracy> accuracies) {
    List<List<Object>> rows = new ArrayList<>();
    accuracies.forEach((set, accuracy) -> rows.addAll(accuracy.rows(set)));
    return new Table("importance-classes", List.of("set", "label", "photos", "top1", "top5"), rows);
  }

  private static Table photoTable(Map<EvalPhoto, Localisation> found) {
    List<List<Object>> rows = new ArrayList<>();
    found.forEach(
        (photo, each) ->
            rows.add(
                List.of(
                    photo.name(),
                    each.hit() ? 1 : 0,
                    each.animal(),
                    each.kept().get(AT_30).purity(),
                    each.lift(AT_30))));
    return new Table(
        "importance-pets",
        List.of("photo", "hit", "animal_share", "animal_share_of_kept_at_30_percent", "lift"),
        rows);
  }

  private static Plot plot(Map<EvalPhoto, Localisation> found) {
    List<Double> kept = new ArrayList<>(SHARES);
    kept.add(0, 0.0);
    kept.add(1.0);
    List<Double> ours = new ArrayList<>();
    List<Double> perfect = new ArrayList<>();
    for (double share : kept) {
      int at = SHARES.indexOf(share);
      ours.add(
          at < 0 ? share : 100 * Means.mean(found.values(), each -> each.kept().get(at).recall()));
      perfect.add(100 * Means.mean(found.values(), each -> Math.min(1, share / each.animal())));
    }
    ours.set(ours.size() - 1, 100.0);
    List<Double> across = kept.stream().map(share -> 100 * share).toList();
    return new Plot(
        "importance",
        "What the importance map keeps of the animal, " + found.size() + " photos",
        "cells kept, %",
        "animal kept, %",
        false,
        List.of(
            new Plot.Curve("importance map", across, ours),
            new Plot.Curve("perfect map", across, perfect),
            new Plot.Curve("chance", across, across)));
  }
}
