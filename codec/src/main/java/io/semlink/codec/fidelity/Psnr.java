package io.semlink.codec.fidelity;

import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;
import java.util.OptionalDouble;

/** Peak signal-to-noise ratio of 8-bit RGB pictures, in dB, peak 255. */
public final class Psnr {
  /** Value reported for identical pictures, in dB; a finite stand-in for infinity. */
  public static final double IDENTICAL_DB = 99;

  private Psnr() {}

  /** PSNR over all pixels of two pictures of equal size. */
  public static double of(Photo original, Photo received) {
    Sizes.requireEqual(original, received);
    long error = 0;
    for (int i = 0; i < original.rgb().length; i++) {
      error += square(original.rgb()[i], received.rgb()[i]);
    }
    return decibels(error, original.rgb().length);
  }

  /**
   * PSNR over the pixels of kept cells: eq. (40) with the division by the size of the mask that the
   * printed equation lacks.
   *
   * @param cellPixels side of a cell in pixels
   * @return empty if no cell is kept
   * @throws IllegalArgumentException if the sizes differ or the mask does not cover the pictures
   */
  public static OptionalDouble ofKept(
      Photo original, Photo received, KeepMask mask, int cellPixels) {
    Sizes.requireEqual(original, received);
    if (mask.columns() * cellPixels < original.width()
        || mask.rows() * cellPixels < original.height()) {
      throw new IllegalArgumentException(
          "a mask of %dx%d cells of %d pixels does not cover %dx%d pixels"
              .formatted(
                  mask.columns(), mask.rows(), cellPixels, original.width(), original.height()));
    }
    long error = 0;
    long samples = 0;
    for (int y = 0; y < original.height(); y++) {
      for (int x = 0; x < original.width(); x++) {
        if (mask.isKept(y / cellPixels, x / cellPixels)) {
          int at = 3 * (y * original.width() + x);
          for (int c = 0; c < 3; c++) {
            error += square(original.rgb()[at + c], received.rgb()[at + c]);
          }
          samples += 3;
        }
      }
    }
    return samples == 0 ? OptionalDouble.empty() : OptionalDouble.of(decibels(error, samples));
  }

  private static int square(byte a, byte b) {
    int difference = Byte.toUnsignedInt(a) - Byte.toUnsignedInt(b);
    return difference * difference;
  }

  private static double decibels(long error, long samples) {
    if (error == 0) {
      return IDENTICAL_DB;
    }
    return 10 * Math.log10(255.0 * 255.0 * samples / error);
  }
}
