package io.semlink.transmitter;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import java.util.ArrayList;
import java.util.List;

/** Cuts PNG files into the parts in which they travel. */
final class PictureChunks {
  /** Largest part, in bytes. */
  static final int MAX_BYTES = 64 << 10;

  private PictureChunks() {}

  /** Parts of a file that was made here. */
  static List<PictureChunk> cut(PictureKind kind, int width, int height, byte[] png) {
    // Nobody writes to the file any more, so the parts may share its bytes.
    ByteString file = UnsafeByteOperations.unsafeWrap(png);
    List<PictureChunk> chunks = new ArrayList<>();
    for (int from = 0; from < png.length; from += MAX_BYTES) {
      int to = Math.min(png.length, from + MAX_BYTES);
      chunks.add(
          PictureChunk.newBuilder()
              .setKind(kind)
              .setWidthPx(width)
              .setHeightPx(height)
              .setTotalBytes(png.length)
              .setOffsetBytes(from)
              .setData(file.substring(from, to))
              .setLast(to == png.length)
              .build());
    }
    return chunks;
  }
}
