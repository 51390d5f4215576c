package io.semlink.codec.scheme;

import io.semlink.codec.image.Photo;

/** Transmitter's end of a scheme. Safe for use by many threads. */
public interface SchemeEncoder {
  /**
   * Codes a photo.
   *
   * @throws io.semlink.codec.control.InfeasibleException if nothing fits the link
   * @throws io.semlink.codec.importance.UnknownLabelException if a label of interest is unknown
   * @throws IllegalArgumentException if an option is out of range, for instance the caption's
   *     length
   */
  EncodedPhoto encode(Photo photo, EncodeOptions options, StageListener stages);
}
