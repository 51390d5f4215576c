package io.semlink.codec.baseline;

import io.semlink.codec.image.ImageException;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.image.PngWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * HEVC intra (ITU-T H.265, what BPG is made of) by x265 through libheif's programs: 4:4:4, preset
 * slow, tuned for PSNR. What counts as the file is the elementary stream; the boxes that the
 * programs want around it are taken off and put back. The setting goes through the quantiser
 * parameters, and for each through three offsets of the colour planes, about the best for the PSNR
 * of RGB: a whole parameter changes the size by an eighth.
 */
final class HeifHevc extends ToolCoder {
  private static final String PACKAGE = "libheif-examples";
  private static final String PLUGIN_PACKAGE = "libheif-plugin-x265";
  private static final int COARSEST_QP = 51;
  private static final int[] COLOUR_OFFSETS = {1, -1, -3};

  /** Coded pictures have at least this side, and are whole coding blocks. */
  private static final int LEAST_SIDE = 64;

  private static final int BLOCK = 16;

  HeifHevc() {
    super(
        "HEVC intra",
        Tool.find(PACKAGE, "heif-enc"),
        Tool.find(PACKAGE, "heif-convert", "heif-dec"));
  }

  /** Newer Debians keep the encoder itself in a package of its own. */
  @Override
  public Optional<String> missingPackage() {
    Optional<String> missing = super.missingPackage();
    return missing.isPresent() || hasEncoder() ? missing : Optional.of(PLUGIN_PACKAGE);
  }

  private boolean hasEncoder() {
    try (WorkFolder folder = new WorkFolder()) {
      return encoder().run(folder.path(), List.of("--list-encoders")).contains("x265");
    } catch (IOException | ToolException e) {
      return false;
    }
  }

  @Override
  public int finest(Photo photo) {
    return COLOUR_OFFSETS.length * (COARSEST_QP + 1) - 1;
  }

  @Override
  byte[] encode(Photo photo, int setting, Tool encoder, WorkFolder folder)
      throws IOException, ToolException {
    folder.write("in.png", PngWriter.write(photo));
    int qp = COARSEST_QP - setting / COLOUR_OFFSETS.length;
    int offset = COLOUR_OFFSETS[setting % COLOUR_OFFSETS.length];
    encoder.run(
        folder.path(),
        List.of(
            "-p",
            "chroma=444",
            "-p",
            "preset=slow",
            "-p",
            "tune=psnr",
            "-p",
            "x265:crf=" + qp,
            "-p",
            "x265:cbqpoffs=" + offset,
            "-p",
            "x265:crqpoffs=" + offset,
            "-o",
            "out.heic",
            "in.png"));
    return HevcStream.join(HeifFile.nals(folder.read("out.heic")));
  }

  @Override
  void checkHeader(byte[] file, int width, int height) {
    HevcStream.Sequence sequence =
        sequence(HevcStream.split(file)).orElseThrow(() -> notExpected(width, height));
    if (!covers(sequence.width(), width) || !covers(sequence.height(), height)) {
      throw notExpected(width, height);
    }
  }

  private static Optional<HevcStream.Sequence> sequence(List<byte[]> nals) {
    return nals.stream()
        .filter(nal -> HevcStream.typeOf(nal) == HevcStream.SPS)
        .findFirst()
        .flatMap(HevcStream::sequence);
  }

  private static boolean covers(int coded, int wanted) {
    return coded >= wanted && coded < Math.max(LEAST_SIDE, wanted) + BLOCK;
  }

  @Override
  Photo decode(
      byte[] file, int width, int height, List<String> more, Tool decoder, WorkFolder folder)
      throws IOException, ToolException {
    List<byte[]> nals = HevcStream.split(file);
    folder.write("in.heic", HeifFile.of(nals, sequence(nals).orElseThrow(), width, height));
    decoder.run(folder.path(), List.of("in.heic", "out.png"));
    try {
      return crop(PhotoReader.read(folder.read("out.png")), width, height);
    } catch (ImageException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Coding blocks that the photo does not fill continue it to the right and below. */
  private static Photo crop(Photo coded, int width, int height) throws IOException {
    if (coded.width() < width || coded.height() < height) {
      throw new IOException("the picture has " + coded.width() + "x" + coded.height() + " pixels");
    }
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(coded.rgb(), 3 * y * coded.width(), rgb, 3 * y * width, 3 * width);
    }
    return new Photo(width, height, rgb);
  }
}
