package io.semlink.deploy.container;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Photos to send. */
final class Photos {
  private static final Path EXAMPLES = Command.ROOT.resolve("examples");

  private Photos() {}

  /** An example, 512 pixels wide and high. */
  static byte[] whole() {
    try {
      return Files.readAllBytes(EXAMPLES.resolve("astronaut.png"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, 192 pixels wide and high: for traffic, where the content does not matter. */
  static byte[] small() {
    try {
      BufferedImage photo = ImageIO.read(EXAMPLES.resolve("astronaut.png").toFile());
      BufferedImage scaled = new BufferedImage(192, 192, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = scaled.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.drawImage(photo, 0, 0, 192, 192, null);
      graphics.dispose();
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ImageIO.write(scaled, "png", file);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
