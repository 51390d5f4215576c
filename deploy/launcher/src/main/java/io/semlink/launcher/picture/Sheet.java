package io.semlink.launcher.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Paper to draw on: smooth shapes, outlined text, clean down-scaling. */
final class Sheet {
  private final BufferedImage paper;
  private final Graphics2D pen;

  Sheet(int width, int height, Color background) {
    paper = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pen = paper.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    fill(new Rectangle2D.Double(0, 0, width, height), background);
  }

  void text(Typeface face, String text, double size, Color colour, double x, double baseline) {
    fill(face.outline(text, size, x, baseline), colour);
  }

  void fill(Shape shape, Color colour) {
    pen.setColor(colour);
    pen.fill(shape);
  }

  void line(int x, int y, int width, Color colour) {
    fill(new Rectangle2D.Double(x, y, width, 1), colour);
  }

  void frame(int x, int y, int width, int height, Color colour) {
    line(x - 1, y - 1, width + 2, colour);
    line(x - 1, y + height, width + 2, colour);
    fill(new Rectangle2D.Double(x - 1, y, 1, height), colour);
    fill(new Rectangle2D.Double(x + width, y, 1, height), colour);
  }

  /**
   * Draws an image at a size: halved while more than twice too large, so that no pixel is skipped.
   */
  void image(BufferedImage image, int x, int y, int width, int height) {
    BufferedImage from = image;
    while (from.getWidth() >= 2 * width && from.getHeight() >= 2 * height) {
      from = scaled(from, from.getWidth() / 2, from.getHeight() / 2);
    }
    pen.drawImage(scaled(from, width, height), x, y, null);
  }

  private static BufferedImage scaled(BufferedImage from, int width, int height) {
    if (from.getWidth() == width && from.getHeight() == height) {
      return from;
    }
    BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = to.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(from, 0, 0, width, height, null);
    pen.dispose();
    return to;
  }

  BufferedImage image() {
    pen.dispose();
    return paper;
  }
}
