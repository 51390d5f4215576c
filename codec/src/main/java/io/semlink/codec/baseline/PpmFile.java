package io.semlink.codec.baseline;

import io.semlink.codec.image.Photo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Binary portable pixmaps (P6) of 8 bits a sample. */
final class PpmFile {
  private static final Pattern HEADER =
      Pattern.compile("P6\\s+(?:#[^\\n]*\\n\\s*)*(\\d{1,5})\\s+(\\d{1,5})\\s+255\\s");

  private static final int HEADER_BYTES = 256;

  private PpmFile() {}

  static byte[] write(Photo photo) {
    byte[] header =
        ("P6\n" + photo.width() + " " + photo.height() + "\n255\n")
            .getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(header.length + photo.rgb().length)
        .put(header)
        .put(photo.rgb())
        .array();
  }

  /**
   * Reads a pixmap.
   *
   * @throws IOException if it is another kind of file or too short
   */
  static Photo read(byte[] file) throws IOException {
    String start =
        new String(file, 0, Math.min(file.length, HEADER_BYTES), StandardCharsets.ISO_8859_1);
    Matcher header = HEADER.matcher(start);
    if (!header.lookingAt()) {
      throw new IOException("no portable pixmap of 8 bits");
    }
    int width = Integer.parseInt(header.group(1));
    int height = Integer.parseInt(header.group(2));
    long samples = 3L * width * height;
    if (file.length - header.end() < samples) {
      throw new IOException("a pixmap of " + width + "x" + height + " pixels is cut short");
    }
    return new Photo(
        width, height, Arrays.copyOfRange(file, header.end(), header.end() + (int) samples));
  }
}
