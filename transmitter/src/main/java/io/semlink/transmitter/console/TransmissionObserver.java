package io.semlink.transmitter.console;

import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import io.semlink.transmitter.v1.TransmitResponse;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Is told what becomes of one transmission, by several threads. What it does must be quick and must
 * not call back: the transmission waits meanwhile.
 */
public interface TransmissionObserver {
  /** Takes note of nothing. */
  TransmissionObserver NONE = new TransmissionObserver() {};

  /** Pictures that the receiver is to send back for this observer. */
  default Set<PictureKind> wantedPictures() {
    return Set.of();
  }

  /** The client was told something. */
  default void event(TransmitResponse event) {}

  /**
   * A picture can be drawn here.
   *
   * @param heldBytes what the drawer keeps in memory
   * @param png draws it as a PNG file, when somebody looks
   */
  default void drawable(PictureKind kind, long heldBytes, Supplier<byte[]> png) {}

  /** Part of a picture came back from the receiver, whether or not the client wants it. */
  default void picture(PictureChunk chunk) {}

  /**
   * The transmission has ended; nothing follows.
   *
   * @param error why it failed; null if it did not
   */
  default void ended(@Nullable Throwable error) {}
}
