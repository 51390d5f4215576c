package io.semlink.launcher.eval;

import io.semlink.codec.control.MeasuredCurves;
import io.semlink.codec.control.MeasuredCurves.PhotoCurves;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.image.Photo;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures GVIF, bits and PSNR of photos at every operating point and a grid of thresholds, with
 * the real coder and every bit counted.
 */
final class CurveMeasurement {
  /** Thresholds up to the paper's greatest; closer where most cells of a photo lie. */
  static final List<Double> ALPHAS = List.of(0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8);

  /** Every third point is decoded; PSNR is close to linear in the point and drawn between. */
  private static final int DECODED_EVERY = 3;

  private final Schemes schemes;
  private final int points;
  private final CurveFile settings;

  /**
   * Creates a measurement.
   *
   * @param settings a file without photos that says what is measured
   */
  CurveMeasurement(Schemes schemes, int points, CurveFile settings) {
    this.schemes = schemes;
    this.points = points;
    this.settings = settings;
  }

  /**
   * Measures what is not in the file yet.
   *
   * @param file where curves are kept, if they are
   */
  MeasuredCurves run(List<EvalPhoto> photos, Optional<Path> file, Progress progress)
      throws IOException {
    CurveFile known = file.isPresent() ? settings.readOr(file.get()) : settings;
    List<PhotoCurves> curves = new ArrayList<>();
    for (int i = 0; i < photos.size(); i++) {
      EvalPhoto each = photos.get(i);
      String name = each.key();
      Optional<PhotoCurves> before = known.photo(name);
      if (before.isEmpty()) {
        progress.at((double) i / photos.size(), "measuring " + each.name());
        PhotoCurves measured = measure(name, each.square(settings.size()));
        known = known.with(measured);
        if (file.isPresent()) {
          known.write(file.get());
        }
        before = Optional.of(measured);
      }
      curves.add(before.get());
    }
    return new MeasuredCurves(
        settings.alphas().stream().mapToDouble(Double::doubleValue).toArray(), curves);
  }

  private PhotoCurves measure(String name, Photo photo) {
    PhotoAnalysis analysis = schemes.analyse(photo);
    int grid = settings.alphas().size();
    double[][] gvif = new double[points][grid];
    double[][] bits = new double[points][grid];
    double[] psnrDb = new double[points];
    for (int k = 0; k < points; k++) {
      for (int i = 0; i < grid; i++) {
        OperatingChoice choice = new OperatingChoice(k, settings.alphas().get(i));
        EncodedPhoto coded =
            schemes.encode(
                Schemes.CIE, analysis, new Control.Fixed(choice, settings.gammaSquared()));
        gvif[k][i] = coded.decision().gvif().value();
        bits[k][i] = coded.ledger().total();
        if (i == 0 && isDecoded(k)) {
          psnrDb[k] = Psnr.of(photo, schemes.decode(coded.container(), StageListener.NONE).photo());
        }
      }
    }
    fillBetween(psnrDb);
    return new PhotoCurves(name, gvif, bits, psnrDb);
  }

  private boolean isDecoded(int point) {
    return point % DECODED_EVERY == 0 || point == points - 1;
  }

  private void fillBetween(double[] psnrDb) {
    int low = 0;
    for (int high = 1; high < points; high++) {
      if (isDecoded(high)) {
        for (int k = low + 1; k < high; k++) {
          psnrDb[k] = psnrDb[low] + (psnrDb[high] - psnrDb[low]) * (k - low) / (high - low);
        }
        low = high;
      }
    }
  }
}
