package io.semlink.launcher.experiment;

import io.semlink.codec.control.ControlOptions;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import io.semlink.launcher.eval.EvalPhoto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each way of sending delivers over links of many capacities. */
final class Adaptation {
  private final Workbench bench;
  private final PhotoAnalysis analysis;
  private final String photo;
  private final List<Whole> wholes;

  /** A way of sending. */
  enum Way {
    /** Best GVIF that fits, at least 30 dB inside the mask. */
    CIE("CIE, floor 30 dB"),
    /** Best GVIF that fits. */
    CIE_FREE("CIE, no floor"),
    /** The whole photo at 30 dB or more, or what of it arrives in time. */
    VAE_FLOOR("VAE_FULL, floor 30 dB"),
    /** The whole photo at the best point that fits, or what of the coarsest arrives in time. */
    VAE("VAE_FULL, no floor");

    private final String title;

    Way(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /**
   * What a photo was worth on a link.
   *
   * @param whole 1 if all that was sent crossed in time and met the floor that was asked, else 0
   * @param kept share of the cells that arrived
   * @param maskPsnrDb PSNR inside the cells that arrived; NaN where nobody asked for any
   */
  record Row(
      String photo,
      double snrDb,
      double limitMs,
      Way way,
      double alpha,
      int point,
      double kept,
      double gvif,
      double maskPsnrDb,
      int whole) {}

  private record Whole(EncodedPhoto coded, double psnrDb) {}

  /** Analyses a photo, and codes it whole at every operating point. */
  Adaptation(Workbench bench, EvalPhoto photo) throws IOException {
    this.bench = bench;
    this.photo = photo.key();
    this.analysis = bench.analyse(photo);
    this.wholes = new ArrayList<>();
    for (int point = 0; point < bench.points(); point++) {
      Control fixed = new Control.Fixed(new OperatingChoice(point, 0));
      EncodedPhoto coded = bench.schemes().encode(Schemes.VAE_FULL, analysis, fixed);
      wholes.add(new Whole(coded, Psnr.of(analysis.photo(), bench.decode(coded).photo())));
    }
  }

  /** Sends the photo over one link in every way. */
  List<Row> send(double snrDb, double limitMs) {
    LinkBudget budget = bench.settings().budget(snrDb, limitMs);
    List<Row> rows = new ArrayList<>();
    rows.add(important(Way.CIE, Settings.FLOOR_DB, budget, snrDb, limitMs));
    rows.add(important(Way.CIE_FREE, 0, budget, snrDb, limitMs));
    rows.add(whole(Way.VAE_FLOOR, Settings.FLOOR_DB, budget, snrDb, limitMs));
    rows.add(whole(Way.VAE, 0, budget, snrDb, limitMs));
    return rows;
  }

  private Row important(Way way, double floorDb, LinkBudget budget, double snrDb, double limitMs) {
    for (double floor : floorDb > 0 ? new double[] {floorDb, 0} : new double[] {0}) {
      ControlOptions bounds = new ControlOptions(Settings.ALPHA_TH, floor, Settings.GAMMA_SQUARED);
      Optional<EncodedPhoto> coded =
          bench.encode(Schemes.CIE, analysis, new Control.Exact(budget, bounds, floor > 0));
      if (coded.isPresent()) {
        return new Row(
            photo,
            snrDb,
            limitMs,
            way,
            coded.get().decision().alpha(),
            coded.get().decision().operatingPoint(),
            coded.get().mask().fraction(),
            coded.get().decision().gvif().value(),
            floorDb > 0 ? maskPsnrDb(bench.decode(coded.get())) : Double.NaN,
            floor == floorDb ? 1 : 0);
      }
    }
    return nothing(way, snrDb, limitMs, Settings.ALPHA_TH);
  }

  private Row whole(Way way, double floorDb, LinkBudget budget, double snrDb, double limitMs) {
    int coarsest = 0;
    while (coarsest < wholes.size() - 1 && wholes.get(coarsest).psnrDb() < floorDb) {
      coarsest++;
    }
    for (int point = wholes.size() - 1; point >= coarsest; point--) {
      Whole each = wholes.get(point);
      if (each.coded().ledger().total() <= budget.bits()) {
        double gvif = each.coded().decision().gvif().value();
        return new Row(photo, snrDb, limitMs, way, 0, point, 1, gvif, each.psnrDb(), 1);
      }
    }
    int sent = coarsest;
    return bench
        .decodeCut(wholes.get(coarsest).coded(), budget)
        .filter(decoded -> decoded.mask().count() > 0)
        .map(
            decoded ->
                new Row(
                    photo,
                    snrDb,
                    limitMs,
                    way,
                    0,
                    sent,
                    decoded.mask().fraction(),
                    bench.wholeGvif(analysis, sent, decoded.mask()),
                    maskPsnrDb(decoded),
                    0))
        .orElseGet(() -> nothing(way, snrDb, limitMs, 0));
  }

  private Row nothing(Way way, double snrDb, double limitMs, double alpha) {
    return new Row(photo, snrDb, limitMs, way, alpha, 0, 0, 0, Double.NaN, 0);
  }

  private double maskPsnrDb(DecodedPhoto decoded) {
    return Workbench.maskPsnrDb(analysis, decoded.photo(), decoded.mask());
  }
}
