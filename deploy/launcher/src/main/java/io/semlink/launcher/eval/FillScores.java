package io.semlink.launcher.eval;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects what each fill looks like to the classifier, and its seams, at one share of cells. */
final class FillScores {
  private final double asked;
  private final List<Double> kept = new ArrayList<>();
  private final Map<Fill, List<float[]>> features = new EnumMap<>(Fill.class);
  private final Map<Fill, Seam> seams = new EnumMap<>(Fill.class);
  private final Map<Fill, Double> distances = new EnumMap<>(Fill.class);

  /**
   * Starts empty.
   *
   * @param asked share of cells to keep
   */
  FillScores(double asked) {
    this.asked = asked;
  }

  double asked() {
    return asked;
  }

  /** Notes the share of cells that a photo's mask really keeps. */
  void kept(double share) {
    kept.add(share);
  }

  void add(Fill fill, float[] feature, Seam seam) {
    features.computeIfAbsent(fill, each -> new ArrayList<>()).add(feature);
    seams.merge(fill, seam, Seam::plus);
  }

  /** Measures the distances from the originals. */
  void measure(FrechetDistance originals) {
    features.forEach((fill, some) -> distances.put(fill, originals.to(some)));
  }

  double distance(Fill fill) {
    return distances.getOrDefault(fill, Double.NaN);
  }

  double seam(Fill fill) {
    return seams.getOrDefault(fill, Seam.NONE).ratio();
  }

  Map<String, Object> figures() {
    Map<String, Object> fills = new LinkedHashMap<>();
    for (Fill fill : Fill.values()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("frechet_distance", distance(fill));
      one.put("over_mean_colour", distance(fill) / distance(Fill.MEAN_COLOUR));
      one.put("seam_ratio", seam(fill));
      fills.put(fill.key(), one);
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("kept_asked", asked);
    figures.put("kept", Means.mean(kept, share -> share));
    figures.put("fills", fills);
    return figures;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%3.0f %% kept         distance   of mean colour's   seam ratio",
            100 * asked));
    for (Fill fill : Fill.values()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-14s %10.4f   %16.2f   %10.2f",
              fill.title(),
              distance(fill),
              distance(fill) / distance(Fill.MEAN_COLOUR),
              seam(fill)));
    }
    return lines;
  }
}
