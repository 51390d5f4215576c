package io.semlink.codec.container;

import io.semlink.codec.entropy.DecodeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Unsigned LEB128 integers, in the shortest form only. */
final class Varint {
  private static final int MAX_BYTES = 4;

  private Varint() {}

  static void write(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.write(rest | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  static int read(ByteBuffer in, String field) {
    int value = 0;
    for (int i = 0; i < MAX_BYTES; i++) {
      if (!in.hasRemaining()) {
        throw new DecodeException(in.position(), "header is cut short in " + field);
      }
      int next = in.get();
      value |= (next & 0x7F) << 7 * i;
      if (next >= 0) {
        if (next == 0 && i > 0) {
          throw new DecodeException(in.position(), field + " is not in shortest form");
        }
        return value;
      }
    }
    throw new DecodeException(in.position(), field + " is too large");
  }
}
