package io.semlink.codec.baseline;

import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.image.Photo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * JPEG 2000 part 1 (ISO/IEC 15444-1) by OpenJPEG's own programs: irreversible 9/7 wavelet and
 * colour transform, one tile, one layer, 64x64 blocks, layer-resolution order, and no comment in
 * the raw codestream. The setting is the size in bytes that is asked for; what comes is within a
 * few dozen bytes of it, above as well as below.
 */
final class OpenJpeg extends ToolCoder {
  private static final String PACKAGE = "libopenjp2-tools";

  /** SOC marker, SIZ marker. */
  private static final int START = 0xFF4FFF51;

  /** Bytes from the start to the end of the third component's entry in SIZ. */
  private static final int SIZ_END = 51;

  private static final int COMPONENTS_AT = 40;

  /** Three components of unsigned 8 bits, not subsampled. */
  private static final byte[] RGB_8 = {0, 3, 7, 1, 1, 7, 1, 1, 7, 1, 1};

  OpenJpeg() {
    super("JPEG 2000", Tool.find(PACKAGE, "opj_compress"), Tool.find(PACKAGE, "opj_decompress"));
  }

  @Override
  public int finest(Photo photo) {
    return photo.rgb().length;
  }

  @Override
  public OptionalInt settingFor(Photo photo, int bytes) {
    return OptionalInt.of(Math.min(bytes, finest(photo)));
  }

  @Override
  byte[] encode(Photo photo, int setting, Tool encoder, WorkFolder folder)
      throws IOException, ToolException {
    folder.write("in.ppm", PpmFile.write(photo));
    double ratio = (double) photo.rgb().length / Math.max(1, setting);
    encoder.run(
        folder.path(),
        List.of(
            "-i",
            "in.ppm",
            "-o",
            "out.j2k",
            "-I",
            "-C",
            "",
            "-r",
            String.format(Locale.ROOT, "%.6f", ratio)));
    return folder.read("out.j2k");
  }

  @Override
  void checkHeader(byte[] file, int width, int height) {
    if (file.length < SIZ_END) {
      throw notExpected(width, height);
    }
    ByteBuffer header = ByteBuffer.wrap(file);
    boolean expected =
        header.getInt(0) == START
            && header.getInt(8) == width
            && header.getInt(12) == height
            && header.getLong(16) == 0
            && header.slice(COMPONENTS_AT, RGB_8.length).equals(ByteBuffer.wrap(RGB_8));
    if (!expected) {
      throw notExpected(width, height);
    }
  }

  @Override
  Photo decode(
      byte[] file, int width, int height, List<String> more, Tool decoder, WorkFolder folder)
      throws IOException, ToolException {
    folder.write("in.j2k", file);
    List<String> arguments = new ArrayList<>(List.of("-i", "in.j2k", "-o", "out.ppm"));
    arguments.addAll(more);
    decoder.run(folder.path(), arguments);
    return PpmFile.read(folder.read("out.ppm"));
  }

  /** Resolutions that came, sharpest last; those that did not are taken for zero. */
  @Override
  public Optional<Photo> decodePrefix(byte[] prefix, int width, int height) {
    requireDecoder();
    try {
      return Optional.of(decode(prefix, width, height, List.of("-allow-partial")));
    } catch (DecodeException e) { // The prefix ends before there is a picture.
      return Optional.empty();
    }
  }
}
