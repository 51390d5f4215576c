package io.semlink.codec.context;

import io.semlink.codec.bundle.BundleException;
import io.semlink.codec.hyperprior.Gains;
import io.semlink.codec.hyperprior.Scales;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Refines the hyperprior from what has been coded already (Minnen et al. 2018, arXiv:1809.02736,
 * with linear predictors in place of the masked convolution): every latent's scale index moves by a
 * linear function of logarithmic magnitudes around it, and the lowest frequencies get a mean.
 *
 * <p>All arithmetic is on integers, so encoder and decoder agree on any machine. What is computed:
 * {@code docs/codec.md}; file format: {@code docs/bundle-format.md}. Safe for use by many threads.
 */
public final class ContextModel {
  /** Frequency tables of latents: by scale index without mean, then with mean in three phases. */
  public static final int TABLES = 4 * Scales.LEVELS;

  static final int FEATURES = 14;
  private static final int MAGIC = 0x58434C53; // "SLCX", little-endian
  private static final int MAX_SHIFT = 15;

  private final short[] weights;
  private final int[] biases;
  private final int weightShift;
  private final MeanPredictor[] predictors;
  private final float[] rateShares;
  private final boolean[] predicted = new boolean[Scan.CHANNELS];

  private ContextModel(
      short[] weights,
      int[] biases,
      int weightShift,
      MeanPredictor[] predictors,
      float[] rateShares) {
    this.weights = weights;
    this.biases = biases;
    this.weightShift = weightShift;
    this.predictors = predictors;
    this.rateShares = rateShares;
    for (MeanPredictor predictor : predictors) {
      for (int channel : predictor.channels()) {
        predicted[channel] = true;
      }
    }
  }

  /**
   * Reads {@code context.bin}.
   *
   * @throws BundleException if the file is damaged or of another shape
   */
  public static ContextModel parse(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (in.getInt() != MAGIC || in.getShort() != 1) {
        throw new BundleException("not a version 1 context model");
      }
      int channels = Short.toUnsignedInt(in.getShort());
      int features = in.get();
      int weightShift = in.get();
      int meanShift = in.get();
      int planes = in.get();
      if (channels != Scan.CHANNELS || features != FEATURES || planes != Scan.PLANES) {
        throw new BundleException("a context model of another shape");
      }
      if (weightShift < 1 || weightShift > MAX_SHIFT || meanShift < 1 || meanShift > MAX_SHIFT) {
        throw new BundleException("shifts " + weightShift + ", " + meanShift);
      }
      short[] weights = new short[channels * features];
      in.asShortBuffer().get(weights);
      in.position(in.position() + 2 * weights.length);
      int[] biases = new int[channels];
      in.asIntBuffer().get(biases);
      in.position(in.position() + 4 * biases.length);
      MeanPredictor[] predictors = new MeanPredictor[planes];
      for (int plane = 0; plane < planes; plane++) {
        predictors[plane] = MeanPredictor.read(in, plane, meanShift);
      }
      float[] rateShares = new float[Short.toUnsignedInt(in.getShort())];
      in.asFloatBuffer().get(rateShares);
      in.position(in.position() + 4 * rateShares.length);
      if (in.hasRemaining()) {
        throw new BundleException(in.remaining() + " bytes too many in the context model");
      }
      return new ContextModel(weights, biases, weightShift, predictors, rateShares);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new BundleException("the context model is damaged: " + e.getMessage(), e);
    }
  }

  /** Number of operating points. */
  public int points() {
    return rateShares.length;
  }

  /** Usual code length at a point over that of the hyperprior's Gaussians alone. */
  public double rateShare(int point) {
    return rateShares[point];
  }

  /** Starts the walk over the cells of one photo. */
  public ContextCoder start(Gains gains, int point, int rows, int columns) {
    if (gains.channels() != Scan.CHANNELS) {
      throw new IllegalArgumentException(gains.channels() + " channels, not " + Scan.CHANNELS);
    }
    float[] inverse = new float[Scan.CHANNELS];
    float[] gain = new float[Scan.CHANNELS];
    for (int c = 0; c < Scan.CHANNELS; c++) {
      inverse[c] = gains.inverse(point, c);
      gain[c] = gains.gain(point, c);
    }
    return new ContextCoder(
        this,
        MeanPredictor.PointScales.of(inverse, gain),
        new Neighbours(rows, columns),
        rows * columns);
  }

  MeanPredictor[] predictors() {
    return predictors;
  }

  boolean isPredicted(int channel) {
    return predicted[channel];
  }

  /**
   * Scale index of a channel after refinement.
   *
   * @param index the hyperprior's, at least 1
   * @param features what stands around it, the index first
   * @return 1 to 63
   */
  int refine(int channel, int index, int[] features) {
    int sum = biases[channel] + (1 << (weightShift - 1));
    int at = channel * FEATURES;
    for (int f = 0; f < FEATURES; f++) {
      sum += weights[at + f] * features[f];
    }
    return Math.max(1, Math.min(Scales.LEVELS - 1, index + (sum >> weightShift)));
  }
}
