package io.semlink.transmitter;

import com.google.protobuf.ByteString;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the files of some of the pictures that come back in parts. */
final class PictureStore {
  /** Largest file collected, in bytes; more than a PNG of 4096x4096 pixels can have. */
  private static final long MAX_BYTES = 64L << 20;

  private final Set<PictureKind> wanted;
  private final Map<PictureKind, ByteString> files = new EnumMap<>(PictureKind.class);
  private final Map<PictureKind, Boolean> whole = new EnumMap<>(PictureKind.class);

  /** Collects pictures of some kinds and disregards the others. */
  PictureStore(Set<PictureKind> wanted) {
    this.wanted = Set.copyOf(wanted);
  }

  /** Takes a part; a part that does not continue its file drops the file. */
  synchronized void add(PictureChunk chunk) {
    PictureKind kind = chunk.getKind();
    if (!wanted.contains(kind) || whole.containsKey(kind)) {
      return;
    }
    ByteString file = files.getOrDefault(kind, ByteString.EMPTY);
    if (chunk.getOffsetBytes() != file.size()
        || file.size() + (long) chunk.getData().size() > MAX_BYTES) {
      whole.put(kind, false);
      files.remove(kind);
      return;
    }
    files.put(kind, file.concat(chunk.getData()));
    if (chunk.getLast()) {
      whole.put(kind, true);
    }
  }

  /** The file of a picture, if all of it came. */
  synchronized Optional<byte[]> file(PictureKind kind) {
    return whole.getOrDefault(kind, false)
        ? Optional.ofNullable(files.get(kind)).map(ByteString::toByteArray)
        : Optional.empty();
  }
}
