package io.semlink.receiver.inpaint;

/**
 * Removes the step in brightness and colour between received and generated pixels.
 *
 * <p>Where a generated pixel meets a known one, both sides are extrapolated by half a pixel to the
 * border; their difference there is what the generated side is off by. These differences are spread
 * smoothly over the generated region by pull-push interpolation (Gortler et al. 1996,
 * doi:10.1145/237170.237200), an approximation of the membrane of seamless cloning (Perez et al.
 * 2003, doi:10.1145/882262.882269), and added to generated pixels only.
 */
final class BorderCorrection {
  /** Weight of the coarser level in a pixel that has a difference of its own. */
  private static final float COARSE_WEIGHT = 1;

  private BorderCorrection() {}

  /**
   * Corrects a picture.
   *
   * @param picture planes [3][height][width] in [-1, 1]
   * @return a corrected copy; known pixels unchanged, all values in [-1, 1]
   */
  static float[] apply(float[] picture, KnownPicture known) {
    int width = known.size().width();
    int height = known.size().height();
    int pixels = width * height;
    float[] mask = known.mask();
    float[] out = picture.clone();
    for (int plane = 0; plane < 3; plane++) {
      float[] sum = new float[pixels];
      float[] weight = new float[pixels];
      boolean any = false;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          any |= gather(picture, plane * pixels, mask, width, height, x, y, sum, weight);
        }
      }
      if (any) {
        float[] offset = pullPush(sum, weight, width, height);
        for (int i = 0; i < pixels; i++) {
          if (mask[i] == 0) {
            float value = picture[plane * pixels + i] + offset[i];
            out[plane * pixels + i] = Math.max(-1, Math.min(1, value));
          }
        }
      }
    }
    return out;
  }

  /** Adds up the differences at the known neighbours of a generated pixel. */
  private static boolean gather(
      float[] picture,
      int base,
      float[] mask,
      int width,
      int height,
      int x,
      int y,
      float[] sum,
      float[] weight) {
    int at = y * width + x;
    if (mask[at] == 1) {
      return false;
    }
    for (int side = 0; side < 4; side++) {
      int dx = side == 0 ? 1 : side == 1 ? -1 : 0;
      int dy = side == 2 ? 1 : side == 3 ? -1 : 0;
      if (inside(x + dx, y + dy, width, height) && mask[at + dy * width + dx] == 1) {
        int step = dy * width + dx;
        float outer = picture[base + at + step];
        if (inside(x + 2 * dx, y + 2 * dy, width, height) && mask[at + 2 * step] == 1) {
          outer += (outer - picture[base + at + 2 * step]) / 2;
        }
        float inner = picture[base + at];
        if (inside(x - dx, y - dy, width, height) && mask[at - step] == 0) {
          inner += (inner - picture[base + at - step]) / 2;
        }
        sum[at] += outer - inner;
        weight[at] += 1;
      }
    }
    return weight[at] > 0;
  }

  private static boolean inside(int x, int y, int width, int height) {
    return x >= 0 && y >= 0 && x < width && y < height;
  }

  /**
   * Interpolates scattered values.
   *
   * @param sum weight times value per pixel
   * @param weight 0 where there is no value
   * @return a value for each pixel
   */
  static float[] pullPush(float[] sum, float[] weight, int width, int height) {
    float[] out = new float[sum.length];
    if (width == 1 && height == 1) {
      out[0] = weight[0] > 0 ? sum[0] / weight[0] : 0;
      return out;
    }
    int halfWidth = (width + 1) / 2;
    int halfHeight = (height + 1) / 2;
    float[] halfSum = new float[halfWidth * halfHeight];
    float[] halfWeight = new float[halfWidth * halfHeight];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int to = y / 2 * halfWidth + x / 2;
        halfSum[to] += sum[y * width + x];
        halfWeight[to] += weight[y * width + x];
      }
    }
    float[] coarse = pullPush(halfSum, halfWeight, halfWidth, halfHeight);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        float smooth = bilinear(coarse, halfWidth, halfHeight, x, y);
        out[at] = (sum[at] + COARSE_WEIGHT * smooth) / (weight[at] + COARSE_WEIGHT);
      }
    }
    return out;
  }

  /** The coarse level at the centre of a fine pixel. */
  private static float bilinear(float[] coarse, int width, int height, int x, int y) {
    float u = Math.max(0, Math.min(width - 1, (x + 0.5f) / 2 - 0.5f));
    float v = Math.max(0, Math.min(height - 1, (y + 0.5f) / 2 - 0.5f));
    int left = (int) u;
    int top = (int) v;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    float p = u - left;
    float q = v - top;
    float upper = (1 - p) * coarse[top * width + left] + p * coarse[top * width + right];
    float lower = (1 - p) * coarse[bottom * width + left] + p * coarse[bottom * width + right];
    return (1 - q) * upper + q * lower;
  }
}
