package io.semlink.codec.container;

import io.semlink.codec.entropy.DecodeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads containers, whole, cut short, or segment by segment as they come off the air.
 *
 * <p>The directory says what should have come, so a cut is never mistaken for damage: what is
 * present must be whole and verified, and what is missing may only be refinements.
 */
public final class ContainerReader {
  private final byte[] headerBytes;
  private final ContainerHeader header;
  private final List<byte[]> payloads = new ArrayList<>();
  private long offset;

  /**
   * Starts with the bytes of a header.
   *
   * @throws DecodeException if they are not exactly a header
   */
  public ContainerReader(byte[] headerBytes) {
    ByteBuffer in = ByteBuffer.wrap(headerBytes);
    this.header = ContainerHeader.parse(in);
    if (in.hasRemaining()) {
      throw new DecodeException(in.position(), "bytes after the header");
    }
    this.headerBytes = headerBytes.clone();
    this.offset = headerBytes.length;
  }

  public ContainerHeader header() {
    return header;
  }

  /**
   * Adds the next segment: payload and CRC32C.
   *
   * @throws DecodeException if it is damaged, has another length than the directory says, or is one
   *     too many
   */
  public void add(byte[] segment) {
    int index = payloads.size();
    if (index == header.directory().size()) {
      throw new DecodeException(offset, "bytes after the last segment");
    }
    int length = header.directory().get(index).length();
    if (segment.length != length + Container.CRC_BYTES) {
      throw new DecodeException(offset, "segment " + index + " has another length than announced");
    }
    int stated = ByteBuffer.wrap(segment).getInt(length);
    if (stated != Container.segmentCrc(headerBytes, index, segment, length)) {
      throw new DecodeException(offset, "segment " + index + " is damaged: checksum differs");
    }
    byte[] payload = new byte[length];
    System.arraycopy(segment, 0, payload, 0, length);
    payloads.add(payload);
    offset += segment.length;
  }

  /**
   * What has come so far.
   *
   * @throws DecodeException if an essential segment is missing
   */
  public Container finish() {
    if (payloads.size() < header.essentials()) {
      throw new DecodeException(
          offset,
          "essential segment " + payloads.size() + " of " + header.essentials() + " is missing");
    }
    return new Container(header, payloads);
  }

  /**
   * Reads a whole file.
   *
   * @throws DecodeException if anything is damaged or missing
   */
  public static Container read(byte[] file) {
    Container container = readPrefix(file);
    if (!container.complete()) {
      throw new DecodeException(file.length, "the file is cut short");
    }
    return container;
  }

  /**
   * Reads a file that may be cut: the verified segments that are wholly there.
   *
   * @throws DecodeException if anything present is damaged or an essential segment is missing
   */
  public static Container readPrefix(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    ContainerHeader.parse(in);
    byte[] head = new byte[in.position()];
    in.get(0, head);
    ContainerReader reader = new ContainerReader(head);
    for (SegmentEntry entry : reader.header.directory()) {
      int length = entry.length() + Container.CRC_BYTES;
      if (in.remaining() < length) {
        return reader.finish();
      }
      byte[] segment = new byte[length];
      in.get(segment);
      reader.add(segment);
    }
    if (in.hasRemaining()) {
      throw new DecodeException(in.position(), "bytes after the last segment");
    }
    return reader.finish();
  }
}
