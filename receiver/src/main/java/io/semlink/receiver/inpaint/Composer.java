package io.semlink.receiver.inpaint;

import io.semlink.codec.image.Photo;

/**
 * Puts received and generated pixels together: x = m x_hat + (1 - m) x_0.
 *
 * <p>Received pixels are those of the decoder, byte for byte.
 */
final class Composer {
  private Composer() {}

  /**
   * Composes the picture.
   *
   * @param decoded decoder output
   * @param provenance which of its pixels were received
   * @param known the same at the denoiser's size
   * @param generated the denoiser's picture [3][height][width] in [-1, 1]
   */
  static Photo compose(
      Photo decoded, Provenance provenance, KnownPicture known, float[] generated) {
    int width = decoded.width();
    int height = decoded.height();
    float[] picture = BorderCorrection.apply(generated, known);
    float[] rows = widen(picture, known.size(), width);
    int lines = known.size().height();
    Bicubic vertical = Bicubic.axis(lines, height);
    byte[] out = decoded.rgb().clone();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (!provenance.isReceived(x, y)) {
          for (int plane = 0; plane < 3; plane++) {
            float value = vertical.at(rows, plane * lines * width + x, width, y);
            out[3 * (y * width + x) + plane] = toByte(value);
          }
        }
      }
    }
    return new Photo(width, height, out);
  }

  /** Brings all lines to the full width: [3][lines][width]. */
  private static float[] widen(float[] picture, WorkingSize size, int width) {
    Bicubic horizontal = Bicubic.axis(size.width(), width);
    int lines = 3 * size.height();
    float[] rows = new float[lines * width];
    for (int line = 0; line < lines; line++) {
      for (int x = 0; x < width; x++) {
        rows[line * width + x] = horizontal.at(picture, line * size.width(), 1, x);
      }
    }
    return rows;
  }

  private static byte toByte(float value) {
    return (byte) Math.max(0, Math.min(255, Math.round((value + 1) * 127.5f)));
  }
}
