package io.semlink.launcher.eval;

import io.semlink.codec.caption.LabelCaptioner;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.Classification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Whether what is painted follows the caption: the same photo, mask and noise, once with a caption
 * that names the right label and once with a wrong one, all other words alike; the classifier says
 * how probable the right label is in either picture.
 */
final class CaptionTest {
  private final List<Trial> trials = new ArrayList<>();

  /**
   * One pair.
   *
   * @param kept share of cells kept; 0 for the caption alone
   * @param right probability of the right label in the picture painted with it
   * @param wrong probability of the right label in the picture painted with the wrong one
   */
  record Trial(
      EvalPhoto photo, double kept, String label, String wrongLabel, double right, double wrong) {}

  void add(Trial trial) {
    trials.add(trial);
  }

  /** The transmitter's caption of a photo, had the classifier been sure of a label. */
  static String caption(Photo photo, Classification seen, String label) {
    return new LabelCaptioner()
        .caption(
            photo,
            new Classification(
                List.of(new Classification.Scored(label, 1)), seen.importance(), label));
  }

  /** One of the other labels, drawn by a seed. */
  static String other(List<String> labels, String label, long seed) {
    List<String> others = labels.stream().filter(each -> !each.equals(label)).toList();
    if (others.isEmpty()) {
      throw new IllegalArgumentException("there is no label but " + label);
    }
    return others.get(new Random(seed).nextInt(others.size()));
  }

  /** Figures by share kept; shares with fewer than two pairs are left out. */
  List<Map<String, Object>> figures(List<String> lines) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (double kept : trials.stream().map(Trial::kept).distinct().sorted().toList()) {
      List<Trial> some = trials.stream().filter(each -> each.kept() == kept).toList();
      if (some.size() >= 2) {
        Paired paired =
            Paired.of(
                some.stream().map(Trial::right).toList(), some.stream().map(Trial::wrong).toList());
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("kept", kept);
        figures.put("mean_with_right_caption", Means.mean(some, Trial::right));
        figures.put("mean_with_wrong_caption", Means.mean(some, Trial::wrong));
        figures.putAll(paired.figures());
        all.add(figures);
        lines.add(
            String.format(
                Locale.ROOT,
                "caption, %2.0f %% kept: label's probability %.3f with the right one, %.3f with a"
                    + " wrong one",
                100 * kept,
                Means.mean(some, Trial::right),
                Means.mean(some, Trial::wrong)));
        lines.add(
            String.format(
                Locale.ROOT,
                "  difference %+.4f [%+.4f, %+.4f], %d of %d pairs, sign test p = %.2g",
                paired.difference(),
                paired.low(),
                paired.high(),
                paired.wins(),
                paired.pairs(),
                paired.signTest()));
      }
    }
    return all;
  }

  Table table() {
    List<List<Object>> rows =
        trials.stream()
            .map(
                t ->
                    List.<Object>of(
                        t.photo().set(),
                        t.photo().name(),
                        t.kept(),
                        t.label(),
                        t.wrongLabel(),
                        t.right(),
                        t.wrong()))
            .toList();
    return new Table(
        "inpainting-captions",
        List.of(
            "set",
            "photo",
            "kept",
            "label",
            "wrong_label",
            "probability_with_right_caption",
            "probability_with_wrong_caption"),
        rows);
  }
}
