package io.semlink.codec.image;

import io.semlink.codec.network.Tensor;

/**
 * Separable resampling with a triangle filter that widens when shrinking, so nothing aliases
 * (bilinear when enlarging).
 */
public final class Resampler {
  private Resampler() {}

  /** Photo as planar floats [1,3,height,width] in [0, 1] at another size. */
  public static Tensor toTensor(Photo photo, int width, int height) {
    float[] planes = photo.toTensor().data();
    return new Tensor(
        resample(planes, 3, photo.width(), photo.height(), width, height), 1, 3, height, width);
  }

  /** Planes [count][height][width] at another size. */
  public static float[] resample(
      float[] planes, int count, int width, int height, int newWidth, int newHeight) {
    Weights across = Weights.of(width, newWidth);
    Weights down = Weights.of(height, newHeight);
    float[] narrow = new float[count * height * newWidth];
    for (int row = 0; row < count * height; row++) {
      for (int x = 0; x < newWidth; x++) {
        float sum = 0;
        for (int i = 0; i < across.taps; i++) {
          sum += across.weight(x, i) * planes[row * width + across.index(x, i)];
        }
        narrow[row * newWidth + x] = sum;
      }
    }
    float[] out = new float[count * newHeight * newWidth];
    for (int c = 0; c < count; c++) {
      for (int y = 0; y < newHeight; y++) {
        int to = (c * newHeight + y) * newWidth;
        for (int i = 0; i < down.taps; i++) {
          float weight = down.weight(y, i);
          int from = (c * height + down.index(y, i)) * newWidth;
          for (int x = 0; x < newWidth; x++) {
            out[to + x] += weight * narrow[from + x];
          }
        }
      }
    }
    return out;
  }

  /** Filter weights of every output sample; indices outside the input are clamped to its edge. */
  private static final class Weights {
    private final int taps;
    private final float[] weights;
    private final int[] indices;

    private Weights(int taps, int length) {
      this.taps = taps;
      this.weights = new float[taps * length];
      this.indices = new int[taps * length];
    }

    static Weights of(int length, int newLength) {
      double scale = (double) length / newLength;
      double radius = Math.max(1, scale);
      Weights result = new Weights((int) Math.ceil(2 * radius) + 1, newLength);
      for (int x = 0; x < newLength; x++) {
        double centre = (x + 0.5) * scale - 0.5;
        int first = (int) Math.ceil(centre - radius);
        double sum = 0;
        for (int i = 0; i < result.taps; i++) {
          double weight = Math.max(0, 1 - Math.abs(first + i - centre) / radius);
          result.weights[x * result.taps + i] = (float) weight;
          result.indices[x * result.taps + i] = Math.max(0, Math.min(length - 1, first + i));
          sum += weight;
        }
        for (int i = 0; i < result.taps; i++) {
          result.weights[x * result.taps + i] /= (float) sum;
        }
      }
      return result;
    }

    float weight(int x, int tap) {
      return weights[x * taps + tap];
    }

    int index(int x, int tap) {
      return indices[x * taps + tap];
    }
  }
}
