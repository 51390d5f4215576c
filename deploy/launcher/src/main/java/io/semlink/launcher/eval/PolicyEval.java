package io.semlink.launcher.eval;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.MeasuredCurves;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.control.PolicyProblem;
import io.semlink.codec.control.PolicySolution;
import io.semlink.codec.control.PolicyTable;
import io.semlink.codec.scheme.Schemes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a policy table over a set of photos: measures their curves, solves problem (31) for every
 * state of the link, and holds the choices to the limit with the real coder.
 */
public final class PolicyEval {
  /** Corrections of what interpolation misses; one is usual. */
  private static final int MAX_CORRECTIONS = 6;

  /** How far the first correction goes beyond what was missed; each further one goes on thrice. */
  private static final double MARGIN = 0.0005;

  private final Bundle bundle;
  private final Schemes schemes;
  private final PolicySettings settings;
  private final List<EvalPhoto> photos;
  private final Progress progress;

  /**
   * A policy table with what was found on the way.
   *
   * @param findings figures, CSV and plots
   */
  public record Result(PolicyTable table, Findings findings) {}

  private PolicyEval(
      Bundle bundle, PolicySettings settings, List<EvalPhoto> photos, Progress progress) {
    this.bundle = bundle;
    this.schemes = Schemes.open(bundle);
    this.settings = settings;
    this.photos = photos;
    this.progress = progress;
  }

  /**
   * Makes a table over the photos of a folder.
   *
   * @throws IOException if the folder is missing or a file cannot be read or written
   * @throws IllegalArgumentException if nothing fits in any state of the link
   */
  public static Result run(
      Bundle bundle, DataFolder data, PolicySettings settings, Progress progress)
      throws IOException {
    return new PolicyEval(bundle, settings, data.flat(), progress).run();
  }

  private Result run() throws IOException {
    int points = bundle.manifest().codec().operatingPoints().size();
    CurveFile empty =
        new CurveFile(
            bundle.fingerprintHex(),
            settings.size(),
            settings.gammaSquared(),
            CurveMeasurement.ALPHAS,
            List.of());
    PolicyTimes times = new PolicyTimes();
    MeasuredCurves curves =
        new CurveMeasurement(schemes, points, empty)
            .run(photos, settings.curves(), (share, what) -> progress.at(share * 0.8, what));
    times.measured();
    List<Optional<PolicySolution>> found = solve(settings.method(), curves);
    times.searched();
    List<Optional<PolicySolution>> other = solve(settings.method().other(), curves);
    times.searchedOther();
    List<PolicyState> states = new ArrayList<>();
    for (int i = 0; i < settings.snrDb().size(); i++) {
      if (found.get(i).isPresent()) {
        double snrDb = settings.snrDb().get(i);
        double gvif = other.get(i).map(PolicySolution::expectedGvif).orElse(0.0);
        states.add(PolicyState.of(snrDb, settings.budget(snrDb), found.get(i).get(), gvif));
      }
    }
    if (states.isEmpty()) {
      throw new IllegalArgumentException(
          "the photos fit no limit with any point and threshold allowed; raise SNR or limit");
    }
    List<PolicyState> held = hold(states, curves);
    times.verified();
    PolicyTable table =
        new PolicyTable(
            1,
            bundle.fingerprintHex(),
            settings.method().toString(),
            conditions(),
            held.stream().map(state -> state.row(settings.size() * settings.size())).toList());
    return new Result(table, new PolicyFindings(settings, photos, held, times).findings());
  }

  private PolicyTable.Conditions conditions() {
    return new PolicyTable.Conditions(
        photos.size(),
        photos.get(0).set(),
        settings.size() * settings.size(),
        settings.bandwidthHz(),
        settings.deadlineMs(),
        settings.maxAlpha(),
        settings.gammaSquared(),
        settings.minMaskPsnrDb(),
        settings.seed());
  }

  private List<Optional<PolicySolution>> solve(PolicyMethod method, MeasuredCurves curves) {
    List<Optional<PolicySolution>> found = new ArrayList<>();
    for (double snrDb : settings.snrDb()) {
      LinkBudget budget = settings.budget(snrDb);
      progress.at(0.8, method + " at " + snrDb + " dB");
      found.add(
          method
              .search(settings.seed())
              .solve(
                  curves,
                  new PolicyProblem(budget.bits(), settings.maxAlpha(), settings.minMaskPsnrDb())));
    }
    return found;
  }

  /** Codes the photos at every choice, and raises thresholds until every real mean fits. */
  private List<PolicyState> hold(List<PolicyState> states, MeasuredCurves curves)
      throws IOException {
    PolicyVerification verification =
        new PolicyVerification(schemes, photos, settings.size(), settings.gammaSquared());
    List<PolicyState> held = new ArrayList<>(states);
    for (int round = 0; round <= MAX_CORRECTIONS; round++) {
      List<OperatingChoice> open =
          held.stream().filter(state -> !state.fits()).map(PolicyState::choice).toList();
      if (open.isEmpty()) {
        return held;
      }
      Map<OperatingChoice, PolicyVerification.Real> real =
          verification.measure(open, (share, what) -> progress.at(0.8 + 0.2 * share, what));
      held.replaceAll(
          state -> {
            PolicyVerification.Real means = real.get(state.choice());
            return means == null || state.fits() ? state : state.measured(means);
          });
      if (round < MAX_CORRECTIONS) {
        // The real mean of few small photos falls in steps, which a small rise may not reach.
        double margin = MARGIN * Math.pow(3, round);
        held.replaceAll(
            state -> state.fits() ? state : state.raise(curves, settings.maxAlpha(), margin));
      }
    }
    throw new IllegalStateException("the real rate does not come down to the limit");
  }
}
