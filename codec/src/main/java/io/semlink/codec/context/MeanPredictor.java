package io.semlink.codec.context;

import java.nio.ByteBuffer;

/**
 * Best linear estimates of a plane's lowest frequencies from the neighbours that are known: one set
 * of weights for every pattern of known neighbours.
 */
final class MeanPredictor {
  /** Parts of a quantiser step that a mean is known to, as a power of two. */
  static final int UNIT_BITS = 4;

  private static final int PIXEL_SHIFT = 8;
  private static final int GAIN_SHIFT = 16;
  private static final int MAX_MEAN = 1 << 15;

  private final int[] channels;
  private final short[] weights;
  private final int shift;

  /**
   * Takes a plane's predictor.
   *
   * @param channels what is predicted, and from what in the neighbours
   * @param weights [patterns][targets][neighbours][channels], times 2^weightShift
   */
  MeanPredictor(int[] channels, short[] weights, int weightShift) {
    this.channels = channels;
    this.weights = weights;
    this.shift = weightShift + PIXEL_SHIFT + GAIN_SHIFT - UNIT_BITS;
  }

  static MeanPredictor read(ByteBuffer in, int plane, int weightShift) {
    int[] channels = new int[Byte.toUnsignedInt(in.get())];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = Scan.channel(plane, in.get(), in.get());
    }
    int each = Neighbours.COUNT * channels.length;
    short[] weights = new short[Neighbours.PATTERNS * channels.length * each];
    in.asShortBuffer().get(weights);
    in.position(in.position() + 2 * weights.length);
    return new MeanPredictor(channels, weights, weightShift);
  }

  int[] channels() {
    return channels;
  }

  /**
   * Predicts the means of a cell.
   *
   * @param symbols quantised latents of the photo [cells][channels]
   * @param means receives, by channel, means in sixteenths of a quantiser step
   */
  void predict(
      int cell,
      int pattern,
      Neighbours neighbours,
      int[] symbols,
      PointScales scales,
      int[] means) {
    int count = channels.length;
    long[] known = new long[Neighbours.COUNT * count];
    for (int k = 0; k < Neighbours.COUNT; k++) {
      if ((pattern >> k & 1) == 1) {
        int base = neighbours.cell(cell, k) * Scan.CHANNELS;
        for (int j = 0; j < count; j++) {
          int symbol = Math.max(-32768, Math.min(32767, symbols[base + channels[j]]));
          known[k * count + j] = (long) symbol * scales.pixels(channels[j]);
        }
      }
    }
    int at = pattern * count * known.length;
    for (int target : channels) {
      long sum = 0;
      for (long value : known) {
        sum += value * weights[at++];
      }
      long mean = sum * scales.steps(target) + (1L << (shift - 1)) >> shift;
      means[target] = (int) Math.max(-MAX_MEAN, Math.min(MAX_MEAN, mean));
    }
  }

  /** The gains of an operating point in whole numbers. */
  record PointScales(long[] pixelUnits, long[] stepUnits) {
    /** Takes gains [channels]; the conversions are exact, so both ends agree. */
    static PointScales of(float[] inverse, float[] gain) {
      long[] pixels = new long[inverse.length];
      long[] steps = new long[gain.length];
      for (int c = 0; c < gain.length; c++) {
        pixels[c] = (long) Math.rint(inverse[c] * (double) (1 << PIXEL_SHIFT));
        steps[c] = (long) Math.rint(gain[c] * (double) (1 << GAIN_SHIFT));
      }
      return new PointScales(pixels, steps);
    }

    long pixels(int channel) {
      return pixelUnits[channel];
    }

    long steps(int channel) {
      return stepUnits[channel];
    }
  }
}
