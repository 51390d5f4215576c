package io.semlink.codec.network;

import java.util.Arrays;

/**
 * Dense array of 64-bit integers in row-major order.
 *
 * @param data elements; not copied
 * @param shape length of each dimension
 */
public record IntTensor(long[] data, long... shape) implements Input {
  /** Checks that the shape agrees with the data. */
  public IntTensor {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != data.length) {
      throw new IllegalArgumentException(
          data.length + " elements do not fill " + Arrays.toString(shape));
    }
  }

  /** One-dimensional tensor of the given values. */
  public static IntTensor of(long... values) {
    return new IntTensor(values, values.length);
  }
}
