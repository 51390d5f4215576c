package io.semlink.codec.baseline;

/** The picture coders there are. */
public final class PictureCoders {
  private PictureCoders() {}

  /** JPEG 2000 part 1 by OpenJPEG: 9/7 transform, one tile, one layer, raw codestream. */
  public static PictureCoder jpeg2000() {
    return new OpenJpeg();
  }

  /** Progressive JPEG by the JDK: optimised Huffman tables, colour at half the resolution. */
  public static PictureCoder jpeg() {
    return new JdkJpeg();
  }

  /** Lossy WebP by libwebp: slowest method, no spatial noise shaping. */
  public static PictureCoder webp() {
    return new LibWebp();
  }

  /** HEVC intra by x265 through libheif: 4:4:4, tuned for PSNR, elementary stream. */
  public static PictureCoder hevc() {
    return new HeifHevc();
  }
}
