package io.semlink.codec.control;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * By how much a photo's real bits and information differ from the {@link RateModel}'s, per
 * operating point: what is usual, corrected by what was measured of this photo at some points.
 *
 * <p>Between two measured points the correction is interpolated, outside them it stays. That of the
 * information fades to nothing at the last point, the reference, where the model is the definition.
 */
public final class RateCorrection {
  private final NavigableMap<Integer, Factors> predicted = new TreeMap<>();
  private final NavigableMap<Integer, Factors> surprises = new TreeMap<>();

  /**
   * Real over estimated.
   *
   * @param bits factor of the latents' bits
   * @param information factor of the kept information
   */
  public record Factors(double bits, double information) {
    /** No correction. */
    public static final Factors NONE = new Factors(1, 1);

    private static final double LEAST = 0.1;
    private static final double MOST = 10;

    /** Keeps factors within bounds, whatever a degenerate photo measures. */
    public Factors {
      bits = Double.isFinite(bits) ? Math.max(LEAST, Math.min(MOST, bits)) : 1;
      information = Double.isFinite(information) ? Math.max(LEAST, Math.min(MOST, information)) : 1;
    }

    /**
     * What is usual: means over 36 training photos (crops of 256 pixels, and 20 of them scaled to
     * 512) at ten points and five thresholds, drawn by polynomials in the point; single photos
     * spread about the bits by 3 to 13 %. The context model saves more at coarse points, and
     * filtering and coarse gains lower the scales that the hyperprior then states.
     *
     * @param fineness operating point as a share of the last, in [0, 1]
     */
    public static Factors usual(double fineness) {
      double x = fineness;
      double logBits = -0.30 + x * (0.54 - 0.155 * x);
      double logInformation = -0.36 + x * (0.42 + x * (0.17 - 0.27 * x));
      return new Factors(Math.exp(logBits), Math.exp(logInformation));
    }

    private Factors times(Factors other) {
      return new Factors(bits * other.bits, information * other.information);
    }
  }

  /** Sets what is expected at a point before anything is coded there. */
  public void predict(int point, Factors factors) {
    predicted.put(point, factors);
  }

  /** Sets what coding at a point gave. */
  public void measure(int point, Factors factors) {
    Factors usual = between(predicted, point);
    surprises.put(
        point,
        new Factors(factors.bits() / usual.bits(), factors.information() / usual.information()));
  }

  /** Factors at a point. */
  public Factors at(int point) {
    Factors surprise = between(surprises, point);
    if (!surprises.isEmpty() && !predicted.isEmpty()) {
      int measured = surprises.lastKey();
      int last = predicted.lastKey();
      if (point > measured && last > measured) {
        double share = Math.min(1, (double) (point - measured) / (last - measured));
        surprise = new Factors(surprise.bits(), mix(surprise.information(), 1, share));
      }
    }
    return between(predicted, point).times(surprise);
  }

  private static Factors between(NavigableMap<Integer, Factors> known, int point) {
    Map.Entry<Integer, Factors> low = known.floorEntry(point);
    Map.Entry<Integer, Factors> high = known.ceilingEntry(point);
    if (low == null || high == null) {
      Map.Entry<Integer, Factors> only = low == null ? high : low;
      return only == null ? Factors.NONE : only.getValue();
    }
    int distance = high.getKey() - low.getKey();
    double share = distance == 0 ? 0 : (double) (point - low.getKey()) / distance;
    return new Factors(
        mix(low.getValue().bits(), high.getValue().bits(), share),
        mix(low.getValue().information(), high.getValue().information(), share));
  }

  private static double mix(double a, double b, double share) {
    return a + (b - a) * share;
  }
}
