package io.semlink.codec.scheme;

import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.ExactControl;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.control.RateCorrection;
import io.semlink.codec.control.RateModel;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the choice of highest GVIF whose real size fits: the exact control proposes by estimated
 * bits, the real coder confirms, and the estimate is corrected by what it measured until the budget
 * is met and well used.
 */
final class RateSearch {
  private static final int MAX_CODINGS = 5;

  /** A coding that uses this share of the budget cannot be bettered enough to pay for another. */
  private static final double WELL_USED = 0.97;

  /** Share of the budget that is aimed at: a small miss either way is then well used and fits. */
  private static final double AIM = 0.985;

  /** Bits of framing, mask and hyper-latents before any has been measured, per cell and fixed. */
  private static final double SIDE_BITS_PER_CELL = 1.5;

  private static final double SIDE_BITS = 600;

  private final HyperpriorCoder coder;
  private final PhotoAnalysis analysis;
  private final int scheme;
  private final double gammaSquared;
  private final RateModel model;
  private final ExactControl control;
  private final StageWatch watch;

  RateSearch(
      HyperpriorCoder coder,
      PhotoAnalysis analysis,
      int scheme,
      ControlOptions bounds,
      StageWatch watch) {
    this.coder = coder;
    this.analysis = analysis;
    this.scheme = scheme;
    this.gammaSquared = bounds.gammaSquared();
    this.watch = watch;
    this.model = new RateModel(analysis.reference(), coder.codec().gains(), bounds.gammaSquared());
    this.control = new ExactControl(model, analysis.seen().importance(), bounds);
  }

  /** Codes at a given choice. */
  private CodedChoice at(OperatingChoice choice) {
    watch.lap("decide");
    CodedChoice coded = coder.code(analysis, choice, scheme, gammaSquared);
    watch.lap("code");
    return coded;
  }

  /**
   * Codes the best choice that fits.
   *
   * @throws InfeasibleException if nothing does
   */
  Chosen best(LinkBudget budget) {
    CodedChoice coded = search(budget);
    return new Chosen(
        coded, OptionalDouble.of(control.maskPsnrDb(coded.choice())), Optional.empty());
  }

  private CodedChoice search(LinkBudget budget) {
    double side = SIDE_BITS + SIDE_BITS_PER_CELL * analysis.latent().cells();
    RateCorrection correction = new RateCorrection();
    for (int point = 0; point < model.points(); point++) {
      correction.predict(point, new RateCorrection.Factors(coder.rateShare(point), 1));
    }
    Set<OperatingChoice> tried = new HashSet<>();
    CodedChoice best = null;
    for (int i = 0; i < MAX_CODINGS; i++) {
      Optional<OperatingChoice> proposed = control.best(AIM * budget.bits() - side, correction);
      OperatingChoice choice = proposed.orElseGet(control::cheapest);
      if (!tried.add(choice)) {
        break;
      }
      CodedChoice coded = at(choice);
      if (coded.ledger().total() <= budget.bits()) {
        best = better(best, coded);
        if (coded.ledger().total() >= WELL_USED * budget.bits()) {
          break;
        }
      }
      side = coded.ledger().total() - coded.ledger().latent();
      correction.measure(
          choice.point(),
          new RateCorrection.Factors(
              coded.ledger().latent() / control.latentBits(choice),
              coded.gvif().value() / control.gvif(choice)));
    }
    return best != null ? best : smallest(budget, tried);
  }

  private static CodedChoice better(@Nullable CodedChoice a, CodedChoice b) {
    return a == null || b.gvif().value() > a.gvif().value() ? b : a;
  }

  /** Falls back from the nearest miss to the cheapest choice, in steps. */
  private CodedChoice smallest(LinkBudget budget, Set<OperatingChoice> tried) {
    OperatingChoice cheapest = control.cheapest();
    for (OperatingChoice miss : tried) {
      for (int point = miss.point() - 1; point > 0 && point >= miss.point() - 2; point--) {
        CodedChoice coded = at(new OperatingChoice(point, miss.alpha()));
        if (coded.ledger().total() <= budget.bits()) {
          return coded;
        }
      }
    }
    CodedChoice coded = at(cheapest);
    if (coded.ledger().total() > budget.bits()) {
      throw new InfeasibleException(budget, coded.ledger().total());
    }
    return coded;
  }
}
