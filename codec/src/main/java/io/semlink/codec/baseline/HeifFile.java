package io.semlink.codec.baseline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * HEIF files (ISO/IEC 23008-12) of one HEVC picture. The programs read and write nothing else, but
 * its boxes take some 300 bytes that say nothing the elementary stream does not say.
 */
final class HeifFile {
  private static final int HVCC_ARRAYS_AT = 22;
  private static final int FULL_BOX = 4;
  private static final short ITEM = 1;

  private HeifFile() {}

  /**
   * NAL units of the picture: parameter sets, then slices.
   *
   * @throws IOException if the file is laid out in another way
   */
  static List<byte[]> nals(byte[] heif) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(heif);
    ByteBuffer meta = child(file, "meta");
    meta.position(FULL_BOX);
    ByteBuffer config = child(child(child(meta, "iprp"), "ipco"), "hvcC");
    List<byte[]> nals = new ArrayList<>();
    try {
      config.position(HVCC_ARRAYS_AT);
      for (int arrays = Byte.toUnsignedInt(config.get()); arrays > 0; arrays--) {
        config.get();
        for (int count = Short.toUnsignedInt(config.getShort()); count > 0; count--) {
          nals.add(bytes(config, Short.toUnsignedInt(config.getShort())));
        }
      }
      ByteBuffer data = child(file, "mdat");
      while (data.hasRemaining()) {
        nals.add(bytes(data, data.getInt()));
      }
    } catch (RuntimeException e) {
      throw new IOException("a HEIF file of an unknown layout was written", e);
    }
    return nals;
  }

  private static byte[] bytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  /** Content of the first box of a type from the position on, which stays. */
  private static ByteBuffer child(ByteBuffer parent, String type) throws IOException {
    int wanted = typeCode(type);
    int at = parent.position();
    while (parent.limit() - at >= 8) {
      int size = parent.getInt(at);
      if (size < 8 || size > parent.limit() - at) {
        break;
      }
      if (parent.getInt(at + 4) == wanted) {
        return parent.slice(at + 8, size - 8);
      }
      at += size;
    }
    throw new IOException("the HEIF file has no box " + type);
  }

  private static int typeCode(String type) {
    return ByteBuffer.wrap(type.getBytes(StandardCharsets.US_ASCII)).getInt();
  }

  /** A file of one picture of 8 bits a sample. */
  static byte[] of(List<byte[]> nals, HevcStream.Sequence sequence, int width, int height) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (byte[] nal : nals) {
      if (!isParameterSet(nal)) {
        data.writeBytes(ByteBuffer.allocate(4).putInt(nal.length).array());
        data.writeBytes(nal);
      }
    }
    byte[] type = box("ftyp", text("heic"), ints(0), text("mif1heic"));
    int metaBytes = meta(nals, sequence, width, height, 0, data.size()).length;
    int start = type.length + metaBytes + 8;
    return join(
        type,
        meta(nals, sequence, width, height, start, data.size()),
        box("mdat", data.toByteArray()));
  }

  private static byte[] meta(
      List<byte[]> nals, HevcStream.Sequence sequence, int width, int height, int start, int size) {
    byte[] properties =
        box(
            "ipco",
            box("hvcC", configuration(nals, sequence)),
            box("ispe", ints(0, width, height)));
    return box(
        "meta",
        ints(0),
        box("hdlr", ints(0, 0), text("pict"), ints(0, 0, 0), new byte[1]),
        box("pitm", ints(0), shorts(ITEM)),
        // Offsets and lengths have four bytes, the base offset none; one item of one extent.
        box("iloc", ints(0), shorts(0x4400, 1, ITEM, 0, 1), ints(start, size)),
        box(
            "iinf",
            ints(0),
            shorts(1),
            box("infe", ints(0x02000000), shorts(ITEM, 0), text("hvc1"), new byte[1])),
        // The item has both properties; the first is essential.
        box(
            "iprp",
            properties,
            box("ipma", ints(0, 1), shorts(ITEM), new byte[] {2, (byte) 0x81, 2})));
  }

  /** Decoder configuration record, ISO/IEC 14496-15 clause 8.3.3. */
  private static byte[] configuration(List<byte[]> nals, HevcStream.Sequence sequence) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(1);
    out.writeBytes(sequence.profile());
    out.writeBytes(shorts(0xF000));
    out.write(0xFC);
    out.write(0xFC | sequence.chromaFormat());
    out.write(0xF8);
    out.write(0xF8);
    out.writeBytes(shorts(0));
    // One temporal layer, nested; lengths have four bytes.
    out.write(0x0F);
    List<byte[]> sets = nals.stream().filter(HeifFile::isParameterSet).toList();
    out.write(sets.size());
    for (byte[] set : sets) {
      out.write(HevcStream.typeOf(set));
      out.writeBytes(shorts(1, set.length));
      out.writeBytes(set);
    }
    return out.toByteArray();
  }

  private static boolean isParameterSet(byte[] nal) {
    int type = HevcStream.typeOf(nal);
    return type >= HevcStream.VPS && type <= HevcStream.PPS;
  }

  private static byte[] box(String type, byte[]... parts) {
    byte[] content = join(parts);
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(text(type))
        .put(content)
        .array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] ints(int... values) {
    ByteBuffer out = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      out.putInt(value);
    }
    return out.array();
  }

  private static byte[] shorts(int... values) {
    ByteBuffer out = ByteBuffer.allocate(2 * values.length);
    for (int value : values) {
      out.putShort((short) value);
    }
    return out.array();
  }
}
