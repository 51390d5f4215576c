package io.semlink.launcher.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.Labels;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.EncodeOptions;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Whether captions say what is so, and what they cost: of the photos whose label is known, how
 * often the label named is right; of all, whether place and colours fit, and the bytes that travel.
 */
public final class CaptionEval {
  private static final List<Double> THRESHOLDS =
      List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95);

  private final List<Line> found = new ArrayList<>();

  /**
   * One caption.
   *
   * @param named whether it names a label
   * @param right whether the most probable label is the true one; false where none is known
   * @param bytes what travels for it
   */
  record Line(
      EvalPhoto photo,
      String caption,
      String label,
      double confidence,
      boolean named,
      boolean right,
      long bytes,
      boolean placeFits,
      boolean coloursFit,
      String people) {
    boolean labelled() {
      return photo.label().isPresent();
    }
  }

  private CaptionEval() {}

  /**
   * Measures a bundle on {@code captions}, {@code imagenette}, {@code caltech101} and {@code pets}.
   *
   * @throws IOException if a folder is missing or a photo cannot be read
   */
  public static Findings run(Bundle bundle, DataFolder data, Progress progress) throws IOException {
    Schemes schemes = Schemes.open(bundle);
    Labels labels = Labels.parse(bundle.file(bundle.manifest().classifier().labels()));
    Map<String, String> people = people(data.root().resolve("captions/captions.json"));
    List<EvalPhoto> photos = new ArrayList<>(data.captioned());
    photos.addAll(data.imagenette());
    photos.addAll(data.caltech());
    photos.addAll(data.pets());
    CaptionEval eval = new CaptionEval();
    EncodeOptions options = EncodeOptions.of(new Control.Fixed(new OperatingChoice(0, 1)));
    for (int i = 0; i < photos.size(); i++) {
      EvalPhoto each = photos.get(i);
      progress.at((double) i / photos.size(), each.set() + " " + each.name());
      Photo photo = each.read();
      EncodedPhoto coded =
          schemes.encoder(Schemes.TEXT_ONLY).encode(photo, options, StageListener.NONE);
      eval.add(each, photo, coded, labels, people);
    }
    return eval.findings();
  }

  /** Captions by people, one line per file. */
  private static Map<String, String> people(Path file) throws IOException {
    Map<String, String> out = new LinkedHashMap<>();
    new ObjectMapper()
        .readTree(Files.readAllBytes(file))
        .fields()
        .forEachRemaining(entry -> out.put(entry.getKey(), joined(entry.getValue())));
    return out;
  }

  private static String joined(JsonNode entry) {
    return StreamSupport.stream(entry.path("captions").spliterator(), false)
        .map(caption -> caption.asText().strip())
        .collect(Collectors.joining(" | "));
  }

  private void add(
      EvalPhoto each, Photo photo, EncodedPhoto coded, Labels labels, Map<String, String> people) {
    String caption = coded.decision().caption();
    String label = coded.decision().label();
    boolean right =
        each.label().map(id -> labels.names().get(labels.require(id)).equals(label)).orElse(false);
    CaptionCheck check = new CaptionCheck(photo, coded.importance(), caption);
    found.add(
        new Line(
            each,
            caption,
            label,
            coded.decision().labelProbability(),
            caption.contains(" " + label),
            right,
            coded.ledger().prompt() / 8,
            check.placeFits(),
            check.coloursFit(),
            people.getOrDefault(String.valueOf(each.file().getFileName()), "")));
  }

  private Findings findings() {
    List<String> lines = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    Map<String, Object> sets = new LinkedHashMap<>();
    for (String set : found.stream().map(line -> line.photo().set()).distinct().toList()) {
      sets.put(
          set, set(set, found.stream().filter(l -> l.photo().set().equals(set)).toList(), lines));
    }
    figures.put("sets", sets);
    long most = found.stream().mapToLong(Line::bytes).max().orElse(0);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("photos", found.size());
    all.put("max_bytes", most);
    all.put("mean_bytes", Means.mean(found, Line::bytes));
    all.put("place_fits", Means.mean(found, line -> line.placeFits() ? 1 : 0));
    all.put("colours_fit", Means.mean(found, line -> line.coloursFit() ? 1 : 0));
    figures.put("all", all);
    figures.put("by_confidence", byConfidence());
    lines.add(
        String.format(
            Locale.ROOT,
            "%d captions: %.1f bytes in the mean, %d at most; place fits %.1f %%, colours %.1f %%",
            found.size(),
            Means.mean(found, Line::bytes),
            most,
            100 * Means.mean(found, line -> line.placeFits() ? 1 : 0),
            100 * Means.mean(found, line -> line.coloursFit() ? 1 : 0)));
    return new Findings("captions", lines, figures, List.of(table()), List.of(plot()), Map.of());
  }

  private static Map<String, Object> set(String set, List<Line> some, List<String> lines) {
    List<Line> named = some.stream().filter(Line::named).toList();
    List<Line> unnamed = some.stream().filter(line -> !line.named()).toList();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("photos", some.size());
    figures.put("named", named.size());
    String rightness = "";
    if (some.get(0).labelled()) {
      double right = Means.mean(named, line -> line.right() ? 1 : 0);
      double held = Means.mean(unnamed, line -> line.right() ? 1 : 0);
      figures.put("right_of_named", Double.isNaN(right) ? null : right);
      figures.put("right_of_held_back", Double.isNaN(held) ? null : held);
      rightness =
          String.format(
              Locale.ROOT,
              ", right in %.1f %%; of those held back %.1f %% would be",
              100 * right,
              100 * held);
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%-11s %4d photos, a label named in %5.1f %%%s",
            set,
            some.size(),
            100.0 * named.size() / some.size(),
            rightness));
    return figures;
  }

  /** What other thresholds than the captioner's would do. */
  private List<Map<String, Object>> byConfidence() {
    List<Map<String, Object>> out = new ArrayList<>();
    for (double threshold : THRESHOLDS) {
      Map<String, Object> point = new LinkedHashMap<>();
      point.put("threshold", threshold);
      point.put("named_of_labelled", share(true, threshold));
      point.put("right_of_named", right(threshold));
      point.put("named_of_unlabelled", share(false, threshold));
      out.add(point);
    }
    return out;
  }

  private double share(boolean labelled, double threshold) {
    return Means.mean(
        found.stream().filter(line -> line.labelled() == labelled).toList(),
        line -> line.confidence() >= threshold ? 1 : 0);
  }

  private double right(double threshold) {
    return Means.mean(
        found.stream().filter(Line::labelled).filter(l -> l.confidence() >= threshold).toList(),
        line -> line.right() ? 1 : 0);
  }

  private Plot plot() {
    List<Double> across = THRESHOLDS;
    List<Double> right =
        across.stream().map(t -> Double.isNaN(right(t)) ? 100 : 100 * right(t)).toList();
    return new Plot(
        "captions",
        "Naming a label, by the confidence asked for, " + found.size() + " photos",
        "least probability of a label that is named",
        "%",
        false,
        List.of(
            new Plot.Curve("named labels that are right", across, right),
            new Plot.Curve(
                "photos of known labels, named",
                across,
                across.stream().map(t -> 100 * share(true, t)).toList()),
            new Plot.Curve(
                "photos of anything, named",
                across,
                across.stream().map(t -> 100 * share(false, t)).toList())));
  }

  private Table table() {
    return new Table(
        "captions",
        List.of(
            "set",
            "photo",
            "caption",
            "label",
            "probability",
            "named",
            "right",
            "bytes",
            "place_fits",
            "colours_fit",
            "captions_by_people"),
        found.stream()
            .map(
                line ->
                    List.<Object>of(
                        line.photo().set(),
                        line.photo().name(),
                        line.caption(),
                        line.label(),
                        line.confidence(),
                        line.named() ? 1 : 0,
                        line.labelled() ? (line.right() ? "1" : "0") : "",
                        line.bytes(),
                        line.placeFits() ? 1 : 0,
                        line.coloursFit() ? 1 : 0,
                        line.people()))
            .toList());
  }
}
