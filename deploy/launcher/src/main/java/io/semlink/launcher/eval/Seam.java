package io.semlink.launcher.eval;

import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;

/**
 * How strong the step is where received pixels meet painted ones: the mean absolute difference of
 * neighbours on either side of the mask's border, in 8-bit levels, all three channels.
 *
 * @param step sum of the picture's differences
 * @param original sum of the original photo's at the same places
 * @param pairs number of differences
 */
record Seam(double step, double original, long pairs) {
  static final Seam NONE = new Seam(0, 0, 0);

  /** Step over that of the original: 1 is a border like any other place of the photo. */
  double ratio() {
    return step / original;
  }

  Seam plus(Seam other) {
    return new Seam(step + other.step, original + other.original, pairs + other.pairs);
  }

  /** Measures a picture. */
  static Seam of(Photo original, Photo picture, KeepMask mask) {
    double step = 0;
    double reference = 0;
    long pairs = 0;
    int width = picture.width();
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < width; x++) {
        boolean right = x + 1 < width && kept(mask, x, y) != kept(mask, x + 1, y);
        boolean below = y + 1 < picture.height() && kept(mask, x, y) != kept(mask, x, y + 1);
        int at = 3 * (y * width + x);
        for (int c = at; c < at + 3; c++) {
          if (right) {
            step += difference(picture, c, c + 3);
            reference += difference(original, c, c + 3);
            pairs++;
          }
          if (below) {
            step += difference(picture, c, c + 3 * width);
            reference += difference(original, c, c + 3 * width);
            pairs++;
          }
        }
      }
    }
    return new Seam(step, reference, pairs);
  }

  private static boolean kept(KeepMask mask, int x, int y) {
    return mask.isKept(y / HyperpriorCodec.CELL_PIXELS, x / HyperpriorCodec.CELL_PIXELS);
  }

  private static int difference(Photo photo, int a, int b) {
    return Math.abs(Byte.toUnsignedInt(photo.rgb()[a]) - Byte.toUnsignedInt(photo.rgb()[b]));
  }
}
