package io.semlink.codec.control;

import java.util.List;

/**
 * Curves measured with the real coder on a grid of thresholds and interpolated linearly between
 * them.
 *
 * <p>Real sizes and scales jitter: a larger threshold can cost a few bits more. The means are
 * therefore taken as the least functions above the measured ones that do not rise with alpha, which
 * never understates a rate.
 */
public final class MeasuredCurves implements ExpectedCurves {
  private final double[] alphas;
  private final List<PhotoCurves> photos;
  private final double[][] meanGvif;
  private final double[][] meanBits;
  private final double[] meanPsnrDb;

  /**
   * Measurements of one photo.
   *
   * @param name name of the photo
   * @param gvif [points][alphas]
   * @param bits [points][alphas], everything counted
   * @param psnrDb [points], of the whole photo at alpha 0
   */
  public record PhotoCurves(String name, double[][] gvif, double[][] bits, double[] psnrDb) {}

  /**
   * Puts photos together.
   *
   * @param alphas thresholds of the grid, ascending from 0, at least two
   * @throws IllegalArgumentException if there is no photo or shapes disagree
   */
  public MeasuredCurves(double[] alphas, List<PhotoCurves> photos) {
    if (alphas.length < 2 || alphas[0] != 0 || photos.isEmpty()) {
      throw new IllegalArgumentException(
          photos.size() + " photos at " + alphas.length + " thresholds; the first must be 0");
    }
    for (int i = 1; i < alphas.length; i++) {
      if (!(alphas[i] > alphas[i - 1] && alphas[i] <= 1)) {
        throw new IllegalArgumentException("thresholds must rise from 0 to at most 1");
      }
    }
    this.alphas = alphas.clone();
    this.photos = List.copyOf(photos);
    int points = photos.get(0).psnrDb().length;
    for (PhotoCurves photo : photos) {
      requireShape(photo, points, alphas.length);
    }
    this.meanGvif = new double[points][];
    this.meanBits = new double[points][];
    this.meanPsnrDb = new double[points];
    for (int k = 0; k < points; k++) {
      int point = k;
      meanGvif[k] = fallingMean(photos.stream().map(p -> p.gvif()[point]).toList());
      meanBits[k] = fallingMean(photos.stream().map(p -> p.bits()[point]).toList());
      meanPsnrDb[k] = photos.stream().mapToDouble(p -> p.psnrDb()[point]).average().orElseThrow();
    }
  }

  private static void requireShape(PhotoCurves photo, int points, int alphas) {
    boolean fits = photo.gvif().length == points && photo.bits().length == points;
    fits = fits && photo.psnrDb().length == points;
    for (int k = 0; fits && k < points; k++) {
      fits = photo.gvif()[k].length == alphas && photo.bits()[k].length == alphas;
    }
    if (!fits || points == 0) {
      throw new IllegalArgumentException(
          photo.name() + " was not measured at " + points + " points and " + alphas + " alphas");
    }
  }

  private static double[] fallingMean(List<double[]> curves) {
    double[] mean = new double[curves.get(0).length];
    for (double[] curve : curves) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += curve[i] / curves.size();
      }
    }
    for (int i = mean.length - 2; i >= 0; i--) {
      mean[i] = Math.max(mean[i], mean[i + 1]);
    }
    return mean;
  }

  /** Thresholds of the grid. */
  public double[] alphas() {
    return alphas.clone();
  }

  /** Measurements by photo. */
  public List<PhotoCurves> measured() {
    return photos;
  }

  @Override
  public int points() {
    return meanBits.length;
  }

  @Override
  public int photos() {
    return photos.size();
  }

  @Override
  public double gvif(int photo, int point, double alpha) {
    return at(photos.get(photo).gvif()[point], alpha);
  }

  @Override
  public double bits(int photo, int point, double alpha) {
    return at(photos.get(photo).bits()[point], alpha);
  }

  @Override
  public double expectedGvif(int point, double alpha) {
    return at(meanGvif[point], alpha);
  }

  @Override
  public double expectedBits(int point, double alpha) {
    return at(meanBits[point], alpha);
  }

  @Override
  public double expectedPsnrDb(int point) {
    return meanPsnrDb[point];
  }

  private double at(double[] curve, double alpha) {
    int above = 1;
    while (above < alphas.length - 1 && alphas[above] < alpha) {
      above++;
    }
    double share = (alpha - alphas[above - 1]) / (alphas[above] - alphas[above - 1]);
    double inside = Math.max(0, Math.min(1, share));
    return curve[above - 1] + inside * (curve[above] - curve[above - 1]);
  }
}
