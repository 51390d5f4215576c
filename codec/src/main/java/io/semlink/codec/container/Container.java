package io.semlink.codec.container;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A coded photo: header and payloads. After a cut on the air the last refinements may be missing.
 *
 * @param header with the directory of what was sent
 * @param payloads verified payloads in the order of the directory; not copied
 */
public record Container(ContainerHeader header, List<byte[]> payloads) {
  /** Bytes of a segment's CRC32C. */
  public static final int CRC_BYTES = 4;

  /** Checks payloads against the directory. */
  public Container {
    payloads = List.copyOf(payloads);
    if (payloads.size() > header.directory().size() || payloads.size() < header.essentials()) {
      throw new IllegalArgumentException(payloads.size() + " payloads do not fit the directory");
    }
    for (int i = 0; i < payloads.size(); i++) {
      if (payloads.get(i).length != header.directory().get(i).length()) {
        throw new IllegalArgumentException("payload " + i + " has another length");
      }
    }
  }

  /**
   * A segment to be written.
   *
   * @param kind meaning within the scheme
   * @param refinement whether a picture can be shown without it
   */
  public record Segment(int kind, boolean refinement, byte[] payload) {}

  /** Puts segments under a header. */
  public static Container of(
      byte[] fingerprint, int scheme, int width, int height, int point, List<Segment> segments) {
    List<SegmentEntry> directory = new ArrayList<>();
    List<byte[]> payloads = new ArrayList<>();
    for (Segment segment : segments) {
      directory.add(
          new SegmentEntry(segment.kind(), segment.refinement(), segment.payload().length));
      payloads.add(segment.payload());
    }
    return new Container(
        new ContainerHeader(fingerprint, scheme, width, height, point, directory), payloads);
  }

  /** Whether everything that was sent is here. */
  public boolean complete() {
    return payloads.size() == header.directory().size();
  }

  /** Bytes of the header. */
  public byte[] headerBytes() {
    return header.encode();
  }

  /** Bytes of a segment on the wire: payload and CRC32C. */
  public byte[] segmentBytes(int index) {
    byte[] payload = payloads.get(index);
    return ByteBuffer.allocate(payload.length + CRC_BYTES)
        .put(payload)
        .putInt(segmentCrc(headerBytes(), index, payload, payload.length))
        .array();
  }

  /** The file: header, then each segment. */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(headerBytes());
    for (int i = 0; i < payloads.size(); i++) {
      out.writeBytes(segmentBytes(i));
    }
    return out.toByteArray();
  }

  /** Bits of everything that is no payload. */
  public long framingBits() {
    return 8L * (headerBytes().length + CRC_BYTES * payloads.size());
  }

  /** Bits of all payloads of a kind. */
  public long payloadBits(int kind) {
    long bytes = 0;
    for (int i = 0; i < payloads.size(); i++) {
      if (header.directory().get(i).kind() == kind) {
        bytes += payloads.get(i).length;
      }
    }
    return 8 * bytes;
  }

  /** Covers header and place too, so segments of different containers cannot be mixed. */
  static int segmentCrc(byte[] header, int index, byte[] payload, int length) {
    CRC32C crc = new CRC32C();
    crc.update(header, header.length - CRC_BYTES, CRC_BYTES);
    crc.update(index);
    crc.update(payload, 0, length);
    return (int) crc.getValue();
  }
}
