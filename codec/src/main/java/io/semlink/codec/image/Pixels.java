package io.semlink.codec.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Conversions between photos and Java images. */
public final class Pixels {
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
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage plain = image;
    if (image.getType() != BufferedImage.TYPE_INT_RGB) {
      plain = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = plain.createGraphics();
      graphics.drawImage(image, 0, 0, Color.WHITE, null);
      graphics.dispose();
    }
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width];
    for (int y = 0, at = 0; y < height; y++) {
      plain.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++, at += 3) {
        rgb[at] = (byte) (row[x] >> 16);
        rgb[at + 1] = (byte) (row[x] >> 8);
        rgb[at + 2] = (byte) row[x];
      }
    }
    return new Photo(width, height, rgb);
  }
}
