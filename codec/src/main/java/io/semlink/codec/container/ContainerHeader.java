package io.semlink.codec.container;

import io.semlink.codec.entropy.DecodeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Start of a container: what was coded, with which bundle, and the directory of segments. Format in
 * docs/container-format.md.
 *
 * @param fingerprint first {@link #FINGERPRINT_BYTES} bytes of the bundle's fingerprint
 * @param scheme registered number of the scheme, 0..255
 * @param width photo's width in pixels
 * @param height photo's height in pixels
 * @param point operating point, 0..255
 * @param directory segments in order, essential ones first
 */
public record ContainerHeader(
    byte[] fingerprint,
    int scheme,
    int width,
    int height,
    int point,
    List<SegmentEntry> directory) {
  /** Bytes of the bundle's fingerprint that a container carries. */
  public static final int FINGERPRINT_BYTES = 4;

  /** Most segments of a container. */
  public static final int MAX_SEGMENTS = 64;

  private static final int MAX_SIDE = 4096;
  private static final byte[] MAGIC = {'S', 'L', 1};
  private static final int REFINEMENT = 0x80;

  /** Checks ranges and the order of segments. */
  public ContainerHeader {
    if (fingerprint.length != FINGERPRINT_BYTES || scheme < 0 || scheme > 255) {
      throw new IllegalArgumentException("fingerprint or scheme " + scheme + " out of range");
    }
    if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
      throw new IllegalArgumentException("size " + width + "x" + height + " out of range");
    }
    if (point < 0 || point > 255) {
      throw new IllegalArgumentException("operating point " + point + " out of range");
    }
    if (directory.isEmpty() || directory.size() > MAX_SEGMENTS) {
      throw new IllegalArgumentException(directory.size() + " segments");
    }
    directory = List.copyOf(directory);
    boolean refining = false;
    for (SegmentEntry entry : directory) {
      if (refining && !entry.refinement()) {
        throw new IllegalArgumentException("an essential segment follows a refinement");
      }
      refining = entry.refinement();
    }
  }

  /** Number of essential segments. */
  public int essentials() {
    return (int) directory.stream().filter(entry -> !entry.refinement()).count();
  }

  /** Bytes of the header, its CRC32C last. */
  public byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes(fingerprint);
    out.write(scheme);
    Varint.write(out, width);
    Varint.write(out, height);
    out.write(point);
    out.write(directory.size());
    for (SegmentEntry entry : directory) {
      out.write(entry.kind() | (entry.refinement() ? REFINEMENT : 0));
      Varint.write(out, entry.length());
    }
    byte[] body = out.toByteArray();
    return ByteBuffer.allocate(body.length + 4).put(body).putInt(crc(body, body.length)).array();
  }

  /**
   * Reads a header and leaves the buffer after it.
   *
   * @throws DecodeException if it is damaged, cut short or out of range
   */
  public static ContainerHeader parse(ByteBuffer in) {
    int start = in.position();
    byte[] magic = new byte[MAGIC.length];
    byte[] fingerprint = new byte[FINGERPRINT_BYTES];
    require(in, MAGIC.length + FINGERPRINT_BYTES + 1);
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new DecodeException(start, "not a Semlink container of version " + MAGIC[2]);
    }
    in.get(fingerprint);
    int scheme = Byte.toUnsignedInt(in.get());
    int width = Varint.read(in, "width");
    int height = Varint.read(in, "height");
    require(in, 2);
    int point = Byte.toUnsignedInt(in.get());
    int count = Byte.toUnsignedInt(in.get());
    List<SegmentEntry> directory = new ArrayList<>();
    try {
      for (int i = 0; i < Math.min(count, MAX_SEGMENTS + 1); i++) {
        require(in, 1);
        int kind = Byte.toUnsignedInt(in.get());
        int length = Varint.read(in, "directory");
        directory.add(new SegmentEntry(kind & 0x7F, (kind & REFINEMENT) != 0, length));
      }
      ContainerHeader header =
          new ContainerHeader(fingerprint, scheme, width, height, point, directory);
      checkCrc(in, start);
      return header;
    } catch (IllegalArgumentException e) {
      throw new DecodeException(in.position(), "header is damaged: " + e.getMessage(), e);
    }
  }

  private static void checkCrc(ByteBuffer in, int start) {
    byte[] body = new byte[in.position() - start];
    in.get(start, body);
    require(in, 4);
    if (in.getInt() != crc(body, body.length)) {
      throw new DecodeException(in.position() - 4, "header is damaged: checksum differs");
    }
  }

  private static void require(ByteBuffer in, int bytes) {
    if (in.remaining() < bytes) {
      throw new DecodeException(in.limit(), "header is cut short");
    }
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
