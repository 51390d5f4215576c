package io.semlink.transmitter.console;

import com.google.protobuf.ByteString;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The pictures of one transmission: files that came back, and files still to be drawn. */
final class KeptPictures {
  private static final String PREFIX = "PICTURE_KIND_";

  /** One picture is drawn at a time: each takes many times the memory of its file. */
  private static final Object DRAWING = new Object();

  private final long maxBytes;
  private final Map<PictureKind, Drawable> drawables = new EnumMap<>(PictureKind.class);
  private final Map<PictureKind, ByteString> parts = new EnumMap<>(PictureKind.class);
  private final Map<PictureKind, ByteString> files = new EnumMap<>(PictureKind.class);
  private boolean dropped;

  private record Drawable(long heldBytes, Supplier<byte[]> png) {}

  /**
   * Keeps pictures up to a size.
   *
   * @param maxBytes largest file; of a larger one nothing is kept
   */
  KeptPictures(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The word for a kind in an address, for example {@code sent}. */
  static String word(PictureKind kind) {
    return kind.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
  }

  /** The kind of such a word. */
  static Optional<PictureKind> kind(String word) {
    for (PictureKind kind : PictureKind.values()) {
      if (kind != PictureKind.UNRECOGNIZED && word(kind).equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  synchronized void drawable(PictureKind kind, long heldBytes, Supplier<byte[]> png) {
    if (!dropped) {
      drawables.put(kind, new Drawable(heldBytes, png));
    }
  }

  /**
   * Takes a part of a file.
   *
   * @return whether the file is whole now
   */
  synchronized boolean add(PictureChunk chunk) {
    PictureKind kind = chunk.getKind();
    // A part that begins the file anew is of another attempt.
    ByteString before =
        chunk.getOffsetBytes() == 0 ? ByteString.EMPTY : parts.getOrDefault(kind, ByteString.EMPTY);
    parts.remove(kind);
    if (dropped
        || chunk.getOffsetBytes() != before.size()
        || before.size() + (long) chunk.getData().size() > maxBytes) {
      return false;
    }
    ByteString file = before.concat(chunk.getData());
    (chunk.getLast() ? files : parts).put(kind, file);
    return chunk.getLast();
  }

  /** Kinds that {@link #png} has or can draw, by name. */
  synchronized Set<PictureKind> kinds() {
    Set<PictureKind> kinds = new TreeSet<>(drawables.keySet());
    kinds.addAll(files.keySet());
    return kinds;
  }

  /** The file of a picture, if there is one; draws it if need be. */
  Optional<byte[]> png(PictureKind kind) {
    Optional<byte[]> file = file(kind);
    if (file.isPresent()) {
      return file;
    }
    Drawable drawable;
    synchronized (this) {
      drawable = drawables.get(kind);
    }
    if (drawable == null) {
      return Optional.empty();
    }
    synchronized (DRAWING) {
      file = file(kind);
      return file.isPresent() ? file : Optional.of(draw(kind, drawable));
    }
  }

  private synchronized Optional<byte[]> file(PictureKind kind) {
    return Optional.ofNullable(files.get(kind)).map(ByteString::toByteArray);
  }

  private byte[] draw(PictureKind kind, Drawable drawable) {
    byte[] png = drawable.png().get();
    synchronized (this) {
      if (drawables.remove(kind, drawable)) {
        files.put(kind, ByteString.copyFrom(png));
      }
    }
    return png;
  }

  /** Bytes held in memory. */
  synchronized long heldBytes() {
    long held = 0;
    for (Drawable drawable : drawables.values()) {
      held += drawable.heldBytes();
    }
    for (ByteString file : files.values()) {
      held += file.size();
    }
    for (ByteString file : parts.values()) {
      held += file.size();
    }
    return held;
  }

  /** Forgets all pictures and takes no more. */
  synchronized void drop() {
    dropped = true;
    drawables.clear();
    parts.clear();
    files.clear();
  }
}
