package io.semlink.codec.network;

import java.util.Arrays;

/**
 * Dense array of 32-bit floats in row-major order.
 *
 * @param data elements; not copied
 * @param shape length of each dimension
 */
public record Tensor(float[] data, long... shape) implements Input {
  /** Checks that the shape agrees with the data. */
  public Tensor {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != data.length) {
      throw new IllegalArgumentException(
          data.length + " elements do not fill " + Arrays.toString(shape));
    }
  }
}
