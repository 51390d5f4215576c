package io.semlink.codec.scheme;

import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.ExactControl;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.control.RateCorrection;
import io.semlink.codec.control.RateModel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the choice of highest GVIF whose real size fits: the exact control proposes by estimated
 * bits, the real coder confirms, and the estimate is corrected by what it measured until no other
 * choice promises enough to be tried.
 */
final class RateSearch {
  private static final int MAX_CODINGS = 5;

  /** Share of GVIF that another coding has to promise to be worth its time. */
  private static final double WORTH_TRYING = 0.01;

  /** Share of the budget that is aimed at: a small miss either way is then well used and fits. */
  private static final double AIM = 0.985;

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

  /** A coding and the time it took, which counts as coding only if it is the one that is sent. */
  private record Attempt(CodedChoice coded, Duration took) {}

  private Attempt at(OperatingChoice choice) {
    watch.lap("decide");
    return new Attempt(coder.code(analysis, choice, scheme, gammaSquared), watch.split());
  }

  private void reject(@Nullable Attempt attempt) {
    if (attempt != null) {
      watch.report("decide", attempt.took());
    }
  }

  /**
   * Codes the best choice that fits.
   *
   * @throws InfeasibleException if nothing does
   */
  Chosen best(LinkBudget budget) {
    Attempt sent = search(budget);
    watch.lap("decide");
    watch.report("code", sent.took());
    CodedChoice coded = sent.coded();
    return new Chosen(
        coded, OptionalDouble.of(control.maskPsnrDb(coded.choice())), Optional.empty());
  }

  private Attempt search(LinkBudget budget) {
    double side = usualSideBits(budget);
    RateCorrection correction = new RateCorrection();
    int last = model.points() - 1;
    for (int point = 0; point <= last; point++) {
      correction.predict(point, RateCorrection.Factors.usual((double) point / last));
    }
    Set<OperatingChoice> tried = new HashSet<>();
    Attempt best = null;
    for (int i = 0; i < MAX_CODINGS; i++) {
      Optional<OperatingChoice> proposed = control.best(AIM * budget.bits() - side, correction);
      OperatingChoice choice = proposed.orElseGet(control::cheapest);
      double promised = control.gvif(choice) * correction.at(choice.point()).information();
      if (best != null && promised < (1 + WORTH_TRYING) * best.coded().gvif().value()
          || !tried.add(choice)) {
        break;
      }
      Attempt attempt = at(choice);
      CodedChoice coded = attempt.coded();
      boolean better =
          coded.ledger().total() <= budget.bits()
              && control.meetsFloor(choice)
              && (best == null || coded.gvif().value() > best.coded().gvif().value());
      reject(better ? best : attempt);
      best = better ? attempt : best;
      side = coded.ledger().total() - coded.ledger().latent();
      correction.measure(
          choice.point(),
          new RateCorrection.Factors(
              coded.ledger().latent() / control.latentBits(choice),
              coded.gvif().value() / control.gvif(choice)));
    }
    return best != null ? best : smallest(budget, tried);
  }

  /** Bits of framing, mask and hyper-latents before any has been measured, by experience. */
  private double usualSideBits(LinkBudget budget) {
    return 600 + 0.375 * Math.sqrt((double) budget.bits() * analysis.latent().cells());
  }

  /** Falls back from the nearest miss to the cheapest choice, in steps. */
  private Attempt smallest(LinkBudget budget, Set<OperatingChoice> tried) {
    for (OperatingChoice miss : tried) {
      for (int point = miss.point() - 1; point > 0 && point >= miss.point() - 2; point--) {
        OperatingChoice lower = new OperatingChoice(point, miss.alpha());
        if (control.meetsFloor(lower)) {
          Attempt attempt = at(lower);
          if (attempt.coded().ledger().total() <= budget.bits()) {
            return attempt;
          }
          reject(attempt);
        }
      }
    }
    OperatingChoice cheapest = control.cheapest();
    Attempt attempt = at(cheapest);
    long bits = attempt.coded().ledger().total();
    if (bits > budget.bits() || !control.meetsFloor(cheapest)) {
      reject(attempt);
      throw control.meetsFloor(cheapest)
          ? new InfeasibleException(budget, bits)
          : InfeasibleException.floorOutOfReach(budget, bits, control.maskPsnrDb(cheapest));
    }
    return attempt;
  }
}
