package io.semlink.codec.baseline;

import io.semlink.codec.image.Photo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * Lossy WebP by libwebp's own programs: slowest method, and no spatial noise shaping, which takes
 * bits from where PSNR would spend them. Colour has half the resolution, as always in this format.
 * The setting is the quality in quarters.
 */
final class LibWebp extends ToolCoder {
  private static final String PACKAGE = "webp";
  private static final int STEPS_PER_QUALITY = 4;
  private static final int HEADER_BYTES = 30;
  private static final int RIFF = 0x52494646;
  private static final long WEBP_VP8 = 0x5745425056503820L;

  /** Start code of a key frame. */
  private static final byte[] KEY_FRAME = {(byte) 0x9D, 0x01, 0x2A};

  LibWebp() {
    super("WebP", Tool.find(PACKAGE, "cwebp"), Tool.find(PACKAGE, "dwebp"));
  }

  @Override
  public int finest(Photo photo) {
    return 100 * STEPS_PER_QUALITY;
  }

  @Override
  byte[] encode(Photo photo, int setting, Tool encoder, WorkFolder folder)
      throws IOException, ToolException {
    folder.write("in.ppm", PpmFile.write(photo));
    String quality = String.format(Locale.ROOT, "%.2f", (double) setting / STEPS_PER_QUALITY);
    encoder.run(
        folder.path(),
        List.of("-quiet", "-m", "6", "-sns", "0", "-q", quality, "in.ppm", "-o", "out.webp"));
    return folder.read("out.webp");
  }

  @Override
  void checkHeader(byte[] file, int width, int height) {
    if (file.length < HEADER_BYTES) {
      throw notExpected(width, height);
    }
    ByteBuffer header = ByteBuffer.wrap(file);
    boolean lossyFrame =
        header.getInt(0) == RIFF
            && header.getLong(8) == WEBP_VP8
            && header.slice(23, KEY_FRAME.length).equals(ByteBuffer.wrap(KEY_FRAME));
    header.order(ByteOrder.LITTLE_ENDIAN);
    // 14 bits of size below two of scaling, which decoders ignore.
    if (!lossyFrame
        || (header.getShort(26) & 0x3FFF) != width
        || (header.getShort(28) & 0x3FFF) != height) {
      throw notExpected(width, height);
    }
  }

  @Override
  Photo decode(
      byte[] file, int width, int height, List<String> more, Tool decoder, WorkFolder folder)
      throws IOException, ToolException {
    folder.write("in.webp", file);
    decoder.run(folder.path(), List.of("-quiet", "-ppm", "in.webp", "-o", "out.ppm"));
    return PpmFile.read(folder.read("out.ppm"));
  }
}
