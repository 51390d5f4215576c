package io.semlink.codec.hyperprior;

import java.util.stream.IntStream;

/**
 * One layer of the integer hyper-synthesis: a convolution with int8 weights, a fixed-point
 * rescaling and, optionally, a pixel shuffle.
 *
 * <p>{@code out = clamp((acc * multiplier + bias + 2^(shift-1)) >> shift, 0, maximum)}, where
 * {@code acc} is the int32 sum of weights times inputs. The constructor proves from the weights
 * that no accumulator can overflow, so the result is the same on every machine.
 */
final class IntegerLayer {
  private final int inputs;
  private final int outputs;
  private final int kernel;
  private final int upsample;
  private final int maximum;
  private final int shift;
  private final byte[] weights;
  private final int[] multipliers;
  private final long[] biases;

  /**
   * Creates a layer.
   *
   * @param weights [outputs][inputs][kernel][kernel], flattened
   * @param inputBound greatest magnitude of any input
   * @throws IllegalArgumentException if shapes disagree or an accumulator could overflow
   */
  IntegerLayer(
      Shape shape, int shift, int inputBound, byte[] weights, int[] multipliers, long[] biases) {
    this.inputs = shape.inputs();
    this.outputs = shape.outputs();
    this.kernel = shape.kernel();
    this.upsample = shape.upsample();
    this.maximum = shape.maximum();
    this.shift = shift;
    this.weights = weights;
    this.multipliers = multipliers;
    this.biases = biases;
    int perOutput = inputs * kernel * kernel;
    for (int o = 0; o < outputs; o++) {
      long sum = 0;
      for (int i = 0; i < perOutput; i++) {
        sum += Math.abs(weights[o * perOutput + i]);
      }
      if (sum * inputBound > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("the accumulator of output " + o + " may overflow");
      }
    }
  }

  /** Interface of a layer: channels in and out, odd kernel size, pixel-shuffle factor, clamp. */
  record Shape(int inputs, int outputs, int kernel, int upsample, int maximum) {
    Shape {
      if (inputs < 1 || outputs < 1 || inputs > 4096 || outputs > 4096) {
        throw new IllegalArgumentException("channels out of range: " + inputs + ", " + outputs);
      }
      if ((kernel != 1 && kernel != 3) || (upsample != 1 && upsample != 2) || maximum < 1) {
        throw new IllegalArgumentException(
            "kernel " + kernel + ", upsample " + upsample + ", maximum " + maximum);
      }
      if (outputs % (upsample * upsample) != 0) {
        throw new IllegalArgumentException(outputs + " outputs cannot be shuffled");
      }
    }
  }

  /** Channels after the pixel shuffle. */
  int channels() {
    return outputs / (upsample * upsample);
  }

  int kernel() {
    return kernel;
  }

  int upsample() {
    return upsample;
  }

  int outputs() {
    return outputs;
  }

  int maximum() {
    return maximum;
  }

  IntPlanes apply(IntPlanes in) {
    return apply(in, biases, 0);
  }

  /** Applies the layer with the biases of outputs taken from {@code bias[from ...]}. */
  IntPlanes apply(IntPlanes in, long[] bias, int from) {
    requireChannels(in);
    return apply(in.taps(kernel), in.rows(), in.columns(), bias, from);
  }

  /**
   * Applies a layer that does not shuffle at some positions only.
   *
   * @return one row, in the order of the positions
   */
  IntPlanes applyAt(IntPlanes in, int[] positions) {
    requireChannels(in);
    if (upsample != 1) {
      throw new IllegalArgumentException("the layer shuffles");
    }
    return apply(in.taps(kernel, positions), 1, positions.length, biases, 0);
  }

  private void requireChannels(IntPlanes in) {
    if (in.channels() != inputs) {
      throw new IllegalArgumentException(in.channels() + " input channels, not " + inputs);
    }
  }

  private IntPlanes apply(int[][] taps, int rows, int columns, long[] bias, int from) {
    IntPlanes out = new IntPlanes(channels(), rows * upsample, columns * upsample);
    IntStream.range(0, outputs)
        .parallel()
        .forEach(
            o ->
                rescale(
                    accumulate(taps, o), rows, columns, o, multipliers[o], bias[from + o], out));
    return out;
  }

  /** Sums over all taps at every position, four taps at a time. */
  private int[] accumulate(int[][] taps, int output) {
    int[] sums = new int[taps[0].length];
    int weight = output * taps.length;
    int tap = 0;
    for (; tap + 4 <= taps.length; tap += 4, weight += 4) {
      add(
          sums,
          new int[][] {taps[tap], taps[tap + 1], taps[tap + 2], taps[tap + 3]},
          weights[weight],
          weights[weight + 1],
          weights[weight + 2],
          weights[weight + 3]);
    }
    for (; tap < taps.length; tap++, weight++) {
      int[] map = taps[tap];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weights[weight] * map[i];
      }
    }
    return sums;
  }

  /** All arrays are read at the same index, which lets the compiler use vector instructions. */
  private static void add(int[] sums, int[][] taps, int w0, int w1, int w2, int w3) {
    int[] t0 = taps[0];
    int[] t1 = taps[1];
    int[] t2 = taps[2];
    int[] t3 = taps[3];
    for (int i = 0; i < sums.length; i++) {
      sums[i] += w0 * t0[i] + w1 * t1[i] + w2 * t2[i] + w3 * t3[i];
    }
  }

  private void rescale(
      int[] sums, int rows, int columns, int output, long multiplier, long bias, IntPlanes out) {
    long offset = bias + (1L << (shift - 1));
    int phase = output % (upsample * upsample);
    int[] plane = out.plane(output / (upsample * upsample));
    for (int y = 0, at = 0; y < rows; y++) {
      int to = (y * upsample + phase / upsample) * out.columns() + phase % upsample;
      for (int x = 0; x < columns; x++, at++, to += upsample) {
        long value = (sums[at] * multiplier + offset) >> shift;
        plane[to] = (int) Math.max(0, Math.min(maximum, value));
      }
    }
  }
}
