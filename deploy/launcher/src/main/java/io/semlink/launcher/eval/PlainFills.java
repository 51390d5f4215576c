package io.semlink.launcher.eval;

import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.network.Tensor;

/** Fills that need no training. */
final class PlainFills {
  private PlainFills() {}

  /** Received pixels of one photo, and those of another in between. */
  static Photo compose(Photo received, Photo between, KeepMask mask) {
    byte[] rgb = between.rgb().clone();
    for (int y = 0, at = 0; y < received.height(); y++) {
      for (int x = 0; x < received.width(); x++, at += 3) {
        if (kept(mask, x, y)) {
          System.arraycopy(received.rgb(), at, rgb, at, 3);
        }
      }
    }
    return new Photo(received.width(), received.height(), rgb);
  }

  /** The mean colour of the received pixels in between. */
  static Photo meanColour(Photo received, KeepMask mask) {
    long[] sums = new long[3];
    long count = 0;
    for (int y = 0, at = 0; y < received.height(); y++) {
      for (int x = 0; x < received.width(); x++, at += 3) {
        if (kept(mask, x, y)) {
          count++;
          for (int c = 0; c < 3; c++) {
            sums[c] += Byte.toUnsignedInt(received.rgb()[at + c]);
          }
        }
      }
    }
    byte[] rgb = new byte[received.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round((double) sums[i % 3] / Math.max(1, count));
    }
    return compose(received, new Photo(received.width(), received.height(), rgb), mask);
  }

  /** The harmonic continuation of the received pixels in between. */
  static Photo harmonic(Photo received, KeepMask mask) {
    int width = received.width();
    int height = received.height();
    boolean[] free = new boolean[width * height];
    for (int i = 0; i < free.length; i++) {
      free[i] = !kept(mask, i % width, i / width);
    }
    float[] filled = Membrane.fill(received.toTensor().data(), free, width, height);
    Photo between = Photo.fromTensor(new Tensor(filled, 1, 3, height, width), 0, 0, width, height);
    return compose(received, between, mask);
  }

  private static boolean kept(KeepMask mask, int x, int y) {
    return mask.isKept(y / HyperpriorCodec.CELL_PIXELS, x / HyperpriorCodec.CELL_PIXELS);
  }
}
