package io.semlink.launcher.eval;

import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Codes a set of photos at given choices: what they really take and give in the mean. */
final class PolicyVerification {
  private final Schemes schemes;
  private final List<EvalPhoto> photos;
  private final int size;
  private final double gammaSquared;

  PolicyVerification(Schemes schemes, List<EvalPhoto> photos, int size, double gammaSquared) {
    this.schemes = schemes;
    this.photos = photos;
    this.size = size;
    this.gammaSquared = gammaSquared;
  }

  /**
   * Means over the photos.
   *
   * @param bits everything counted
   */
  record Real(double bits, double gvif) {}

  /** Codes every photo at every choice. */
  Map<OperatingChoice, Real> measure(Collection<OperatingChoice> choices, Progress progress)
      throws IOException {
    Set<OperatingChoice> all = new LinkedHashSet<>(choices);
    Map<OperatingChoice, Real> means = new LinkedHashMap<>();
    for (int i = 0; i < photos.size(); i++) {
      progress.at((double) i / photos.size(), "verifying with " + photos.get(i).name());
      PhotoAnalysis analysis = schemes.analyse(photos.get(i).square(size));
      for (OperatingChoice choice : all) {
        EncodedPhoto coded =
            schemes.encode(Schemes.CIE, analysis, new Control.Fixed(choice, gammaSquared));
        double bits = (double) coded.ledger().total() / photos.size();
        double gvif = coded.decision().gvif().value() / photos.size();
        means.merge(
            choice,
            new Real(bits, gvif),
            (a, b) -> new Real(a.bits() + b.bits(), a.gvif() + b.gvif()));
      }
    }
    return means;
  }
}
