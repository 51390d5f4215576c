package io.semlink.channel.air;

import java.nio.ByteBuffer;

/** What a segment carries over the air, or what of it arrived. */
public sealed interface Payload {
  /**
   * Bytes of a digital scheme.
   *
   * @param buffer from position to limit; not modified
   */
  record Bytes(ByteBuffer buffer) implements Payload {
    @Override
    public long units() {
      return (long) buffer.remaining() * Byte.SIZE;
    }
  }

  /**
   * Complex baseband symbols of an analogue scheme.
   *
   * @param inPhase real parts
   * @param quadrature imaginary parts, as many
   * @param scale what the receiver multiplies by to undo the sender's power normalisation
   */
  record Symbols(float[] inPhase, float[] quadrature, float scale) implements Payload {
    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if the parts differ in length or the scale is not positive
     */
    public Symbols {
      if (inPhase.length != quadrature.length) {
        throw new IllegalArgumentException(
            "%d real and %d imaginary parts".formatted(inPhase.length, quadrature.length));
      }
      if (!(scale > 0) || Float.isInfinite(scale)) {
        throw new IllegalArgumentException("scale must be positive, but is " + scale);
      }
    }

    @Override
    public long units() {
      return inPhase.length;
    }
  }

  /**
   * Returns its length.
   *
   * @return bits of bytes, or symbols
   */
  long units();
}
