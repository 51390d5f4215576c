package io.semlink.codec.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads photos: PNG, JPEG and WebP, recognised by content. The size is checked before anything is
 * decoded. EXIF orientation is honoured, transparency is laid over white, grey, palette and 16-bit
 * pictures become 8-bit RGB, CMYK JPEGs and the profiles embedded in JPEGs are converted to sRGB;
 * the profiles of other files are not. Of a moving picture the first frame counts.
 */
public final class PhotoReader {
  /** Shortest side, in pixels. */
  public static final int MIN_SIDE = 32;

  /** Longest side, in pixels. */
  public static final int MAX_SIDE = 4096;

  /** Largest file, in bytes. */
  public static final int MAX_BYTES = 64 << 20;

  private static final Set<String> FORMATS = Set.of("png", "jpeg", "webp");

  private PhotoReader() {}

  /**
   * Reads a photo.
   *
   * @throws ImageException if the file is no PNG, JPEG or WebP, is damaged, or its size is out of
   *     bounds
   */
  public static Photo read(byte[] file) {
    if (file.length == 0) {
      throw new ImageException("the photo is empty (0 bytes); send a PNG, JPEG or WebP file");
    }
    if (file.length > MAX_BYTES) {
      throw new ImageException(
          "the photo has " + file.length + " bytes; at most " + MAX_BYTES + " are accepted");
    }
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = reader(in);
      try {
        reader.setInput(in, true, true);
        checkSize(reader.getWidth(0), reader.getHeight(0));
        BufferedImage image = reader.read(0);
        return Orientation.apply(Pixels.toPhoto(image), Orientation.of(file));
      } finally {
        reader.dispose();
      }
    } catch (ImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // Decoders meet damage in many ways.
      throw new ImageException("the photo is damaged: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static ImageReader reader(ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new ImageException("the file is not a photo that can be read; send PNG, JPEG or WebP");
  }

  private static void checkSize(int width, int height) {
    if (Math.min(width, height) < MIN_SIDE || Math.max(width, height) > MAX_SIDE) {
      throw new ImageException(
          "the photo is "
              + width
              + "x"
              + height
              + " pixels; sides from "
              + MIN_SIDE
              + " to "
              + MAX_SIDE
              + " are accepted: scale it first");
    }
  }
}
