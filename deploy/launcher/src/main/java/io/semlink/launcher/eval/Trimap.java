package io.semlink.launcher.eval;

import io.semlink.codec.image.Photo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Where the animal of a photo is, as the Oxford-IIIT Pet data set says (Parkhi et al. 2012,
 * doi:10.1109/CVPR.2012.6248092): 1 animal, 2 background, 3 the outline, which is neither.
 */
public record Trimap(int width, int height, byte[] kinds) {
  /** Animal. */
  public static final byte ANIMAL = 1;

  static final byte BACKGROUND = 2;

  /**
   * Reads a trimap.
   *
   * @throws IOException if it is missing, no picture, or of another size than its photo
   */
  static Trimap read(Path file, int width, int height) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "no trimap for the photo of that name");
    }
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null || image.getWidth() != width || image.getHeight() != height) {
      throw new FileSystemException(
          file.toString(), null, "not a picture of " + width + "x" + height + " pixels");
    }
    byte[] kinds = new byte[width * height];
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++, at++) {
        kinds[at] = (byte) image.getRaster().getSample(x, y, 0);
      }
    }
    return new Trimap(width, height, kinds);
  }

  /**
   * Trimap of a photo that lies in a folder {@code images} beside one with {@code trimaps}.
   *
   * @return empty if there is none
   * @throws IOException if it cannot be read
   */
  public static Optional<Trimap> of(EvalPhoto photo) throws IOException {
    Path file = photo.file().resolveSibling("../trimaps/" + photo.name() + ".png");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Photo original = photo.read();
    return Optional.of(read(file, original.width(), original.height()));
  }

  /** Kind of a pixel. */
  public byte at(int x, int y) {
    return kinds[y * width + x];
  }
}
