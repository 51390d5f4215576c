package io.semlink.codec.fidelity;

import io.semlink.codec.image.Photo;

/** Checks what metrics are given. */
final class Sizes {
  private Sizes() {}

  static void requireEqual(Photo a, Photo b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException(
          "pictures differ in size: %dx%d and %dx%d"
              .formatted(a.width(), a.height(), b.width(), b.height()));
    }
  }

  static void require(Photo a, Photo b, int minSide, String metric) {
    requireEqual(a, b);
    if (Math.min(a.width(), a.height()) < minSide) {
      throw new IllegalArgumentException(
          "%s needs %d pixels each way, the pictures have %dx%d"
              .formatted(metric, minSide, a.width(), a.height()));
    }
  }
}
