package io.semlink.codec.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.Arrays;

/** Conversions between photos and Java images. */
public final class Pixels {
  private static final int STRIP_ROWS = 64;

  private Pixels() {}

  /** Java image of a photo. */
  public static BufferedImage toImage(Photo photo) {
    BufferedImage image =
        new BufferedImage(photo.width(), photo.height(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[photo.width()];
    for (int y = 0, at = 0; y < photo.height(); y++) {
      for (int x = 0; x < row.length; x++, at += 3) {
        row[x] =
            Byte.toUnsignedInt(photo.rgb()[at]) << 16
                | Byte.toUnsignedInt(photo.rgb()[at + 1]) << 8
                | Byte.toUnsignedInt(photo.rgb()[at + 2]);
      }
      image.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return image;
  }

  /** Photo of a Java image of any kind; transparency is laid over white, profiles go to sRGB. */
  public static Photo toPhoto(BufferedImage image) {
    byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      image.getRaster().getDataElements(0, 0, image.getWidth(), image.getHeight(), rgb);
    } else if (isGreyWithAlpha(image)) {
      layGreyOverWhite(image.getRaster(), rgb);
    } else {
      drawOverWhite(image, rgb);
    }
    return new Photo(image.getWidth(), image.getHeight(), rgb);
  }

  /** Java takes such samples for linear light and would brighten them; files mean sRGB. */
  private static boolean isGreyWithAlpha(BufferedImage image) {
    return image.getRaster().getNumBands() == 2
        && image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  private static void layGreyOverWhite(Raster raster, byte[] rgb) {
    int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    int[] row = new int[2 * raster.getWidth()];
    for (int y = 0, at = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i += 2, at += 3) {
        float alpha = (float) row[i + 1] / most;
        byte value = (byte) Math.round(255 * (alpha * row[i] / most + 1 - alpha));
        Arrays.fill(rgb, at, at + 3, value);
      }
    }
  }

  /** Lets Java convert strip by strip, which needs no second copy of the whole picture. */
  private static void drawOverWhite(BufferedImage image, byte[] rgb) {
    int width = image.getWidth();
    BufferedImage strip = new BufferedImage(width, STRIP_ROWS, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = strip.createGraphics();
    int[] row = new int[width];
    for (int y = 0, at = 0; y < image.getHeight(); y++) {
      int line = y % STRIP_ROWS;
      if (line == 0) {
        graphics.drawImage(image, 0, -y, Color.WHITE, null);
      }
      strip.getRGB(0, line, width, 1, row, 0, width);
      for (int x = 0; x < width; x++, at += 3) {
        rgb[at] = (byte) (row[x] >> 16);
        rgb[at + 1] = (byte) (row[x] >> 8);
        rgb[at + 2] = (byte) row[x];
      }
    }
    graphics.dispose();
  }
}
