package io.semlink.receiver.inpaint;

import io.semlink.codec.image.Photo;

/**
 * What is known of the picture at the denoiser's size.
 *
 * @param size size in pixels
 * @param rgb planes [3][height][width] in [-1, 1]; 0 where not known
 * @param mask [height][width], 1 = known, 0 = to be generated
 */
@SuppressWarnings("ArrayRecordComponent") // planes are handed over, not compared
record KnownPicture(WorkingSize size, float[] rgb, float[] mask) {
  /** Share of a reduced pixel's area that must be received for the pixel to count as known. */
  private static final double LEAST_COVERAGE = 0.5;

  KnownPicture {
    if (rgb.length != 3 * size.pixels() || mask.length != size.pixels()) {
      throw new IllegalArgumentException("planes do not match " + size);
    }
  }

  /** Area averages of the received pixels of a photo. */
  static KnownPicture reduce(Photo photo, Provenance provenance, WorkingSize size) {
    byte[] bytes = photo.rgb();
    int pixels = size.pixels();
    float[] rgb = new float[3 * pixels];
    float[] mask = new float[pixels];
    double stepX = (double) photo.width() / size.width();
    double stepY = (double) photo.height() / size.height();
    for (int y = 0, at = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++, at++) {
        double left = x * stepX;
        double top = y * stepY;
        int lastX = Math.min(photo.width(), (int) Math.ceil(left + stepX));
        int lastY = Math.min(photo.height(), (int) Math.ceil(top + stepY));
        double weight = 0;
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int v = (int) top; v < lastY; v++) {
          double high = Math.min(v + 1, top + stepY) - Math.max(v, top);
          for (int u = (int) left; u < lastX; u++) {
            if (provenance.isReceived(u, v)) {
              double area = high * (Math.min(u + 1, left + stepX) - Math.max(u, left));
              int from = 3 * (v * photo.width() + u);
              weight += area;
              red += area * (bytes[from] & 0xff);
              green += area * (bytes[from + 1] & 0xff);
              blue += area * (bytes[from + 2] & 0xff);
            }
          }
        }
        if (weight >= LEAST_COVERAGE * stepX * stepY) {
          mask[at] = 1;
          rgb[at] = (float) (red / weight / 127.5 - 1);
          rgb[at + pixels] = (float) (green / weight / 127.5 - 1);
          rgb[at + 2 * pixels] = (float) (blue / weight / 127.5 - 1);
        }
      }
    }
    return new KnownPicture(size, rgb, mask);
  }
}
