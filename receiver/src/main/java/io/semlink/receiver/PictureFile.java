package io.semlink.receiver;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PngWriter;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import io.semlink.receiver.inpaint.Provenance;
import java.util.ArrayList;
import java.util.List;

/**
 * A PNG file of a picture.
 *
 * @param kind which picture of a delivery
 * @param step inpainting steps it took, for a picture of kind STEP; otherwise 0
 * @param width pixels across
 * @param height pixels down
 * @param png the file
 */
record PictureFile(PictureKind kind, int step, int width, int height, ByteString png) {
  /** Largest part in which a file travels, in bytes. */
  static final int MAX_CHUNK_BYTES = 64 << 10;

  private static final byte WHITE = (byte) 255;

  static PictureFile of(PictureKind kind, int step, Photo photo) {
    // Nobody writes to the file any more, so the bytes need no copy.
    ByteString png = UnsafeByteOperations.unsafeWrap(PngWriter.write(photo));
    return new PictureFile(kind, step, photo.width(), photo.height(), png);
  }

  /** White where pixels were received, black elsewhere. */
  static PictureFile of(PictureKind kind, Provenance provenance) {
    int width = provenance.width();
    int height = provenance.height();
    byte[] grey = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (provenance.isReceived(x, y)) {
          grey[y * width + x] = WHITE;
        }
      }
    }
    ByteString png = UnsafeByteOperations.unsafeWrap(PngWriter.writeGrey(grey, width, height));
    return new PictureFile(kind, 0, width, height, png);
  }

  /** The parts in which it travels. */
  List<PictureChunk> chunks() {
    List<PictureChunk> chunks = new ArrayList<>();
    for (int from = 0; from < png.size(); from += MAX_CHUNK_BYTES) {
      int to = Math.min(png.size(), from + MAX_CHUNK_BYTES);
      chunks.add(
          PictureChunk.newBuilder()
              .setKind(kind)
              .setStep(step)
              .setWidthPx(width)
              .setHeightPx(height)
              .setTotalBytes(png.size())
              .setOffsetBytes(from)
              .setData(png.substring(from, to))
              .setLast(to == png.size())
              .build());
    }
    return chunks;
  }
}
