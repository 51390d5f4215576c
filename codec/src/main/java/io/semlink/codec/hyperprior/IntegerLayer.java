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
    if (in.channels() != inputs) {
      throw new IllegalArgumentException(in.channels() + " input channels, not " + inputs);
    }
    IntPlanes out = new IntPlanes(channels(), in.rows() * upsample, in.columns() * upsample);
    IntStream.range(0, outputs)
        .parallel()
        .forEach(o -> rescale(accumulate(in, o), in, o, multipliers[o], bias[from + o], out));
    return out;
  }

  /** Sums over inputs and taps for all positions, in the padded layout of the input. */
  private int[] accumulate(IntPlanes in, int output) {
    int pitch = in.pitch();
    int length = (in.rows() - 1) * pitch + in.columns();
    int[] sums = new int[length];
    int start = pitch + 1;
    int at = output * inputs * kernel * kernel;
    for (int c = 0; c < inputs; c++) {
      int[] plane = in.plane(c);
      if (kernel == 1) {
        add1(sums, plane, start, weights[at]);
        at++;
      } else {
        for (int dy = -1; dy <= 1; dy++) {
          add3(sums, plane, start + dy * pitch, weights[at], weights[at + 1], weights[at + 2]);
          at += 3;
        }
      }
    }
    return sums;
  }

  private static void add1(int[] sums, int[] plane, int start, int weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * plane[start + i];
    }
  }

  private static void add3(int[] sums, int[] plane, int start, int left, int mid, int right) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] +=
          left * plane[start + i - 1] + mid * plane[start + i] + right * plane[start + i + 1];
    }
  }

  private void rescale(
      int[] sums, IntPlanes in, int output, long multiplier, long bias, IntPlanes out) {
    long offset = bias + (1L << (shift - 1));
    int phase = output % (upsample * upsample);
    int[] plane = out.plane(output / (upsample * upsample));
    for (int y = 0; y < in.rows(); y++) {
      int row = out.index(y * upsample + phase / upsample, phase % upsample);
      for (int x = 0; x < in.columns(); x++) {
        long value = (sums[y * in.pitch() + x] * multiplier + offset) >> shift;
        plane[row + x * upsample] = (int) Math.max(0, Math.min(maximum, value));
      }
    }
  }
}
