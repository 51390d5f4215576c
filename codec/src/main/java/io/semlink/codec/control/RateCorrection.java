package io.semlink.codec.control;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * By how much a photo's real bits and information differ from the {@link RateModel}'s, per
 * operating point: measured at some points, interpolated between them.
 */
public final class RateCorrection {
  private final NavigableMap<Integer, Factors> measured = new TreeMap<>();
  private final NavigableMap<Integer, Factors> predicted = new TreeMap<>();

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

    private Factors times(double bitFactor, double informationFactor) {
      return new Factors(bits * bitFactor, information * informationFactor);
    }
  }

  /** Sets what is expected at a point before anything is coded there. */
  public void predict(int point, Factors factors) {
    predicted.put(point, factors);
  }

  /** Sets what coding at a point gave; what is only predicted shifts by the same surprise. */
  public void measure(int point, Factors factors) {
    Factors before = at(point);
    double bits = factors.bits() / before.bits();
    double information = factors.information() / before.information();
    measured.put(point, factors);
    predicted.replaceAll((p, expected) -> expected.times(bits, information));
    predicted.remove(point);
  }

  /** Factors at a point. */
  public Factors at(int point) {
    NavigableMap<Integer, Factors> all = new TreeMap<>(predicted);
    all.putAll(measured);
    Map.Entry<Integer, Factors> low = all.floorEntry(point);
    Map.Entry<Integer, Factors> high = all.ceilingEntry(point);
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
