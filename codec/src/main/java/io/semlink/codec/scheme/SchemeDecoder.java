package io.semlink.codec.scheme;

import io.semlink.codec.container.Container;

/** Receiver's end of a scheme. Safe for use by many threads. */
public interface SchemeDecoder {
  /**
   * Decodes a container, as far as its refinements arrived.
   *
   * @throws io.semlink.codec.entropy.DecodeException if it cannot be decoded
   */
  DecodedPhoto decode(Container container, StageListener stages);
}
