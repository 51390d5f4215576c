package io.semlink.codec.baseline;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** NAL units of an HEVC elementary stream (ITU-T H.265, clauses 7.3 and 7.4, annex B). */
final class HevcStream {
  static final int VPS = 32;
  static final int SPS = 33;
  static final int PPS = 34;

  private static final byte[] START_CODE = {0, 0, 0, 1};
  private static final int NAL_HEADER_BYTES = 2;

  /** Bytes of a sequence parameter set before its profile: NAL header, and one of identifiers. */
  private static final int PROFILE_AT = NAL_HEADER_BYTES + 1;

  private static final int PROFILE_BYTES = 12;
  private static final int MAX_NALS = 64;

  private HevcStream() {}

  /** Byte stream of NAL units, each after a start code. */
  static byte[] join(List<byte[]> nals) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] nal : nals) {
      out.writeBytes(START_CODE);
      out.writeBytes(nal);
    }
    return out.toByteArray();
  }

  /** NAL units of a byte stream; empty if it is none that {@link #join} wrote. */
  static List<byte[]> split(byte[] stream) {
    List<byte[]> nals = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= stream.length; i++) {
      boolean start =
          i + START_CODE.length <= stream.length
              && Arrays.equals(stream, i, i + START_CODE.length, START_CODE, 0, START_CODE.length);
      if (!start && i < stream.length) {
        continue;
      }
      if (from < 0 ? i != 0 : i - from <= NAL_HEADER_BYTES) {
        return List.of();
      }
      if (from >= 0) {
        nals.add(Arrays.copyOfRange(stream, from, i));
      }
      from = i + START_CODE.length;
      i = from - 1;
      if (nals.size() > MAX_NALS) {
        return List.of();
      }
    }
    return nals;
  }

  static int typeOf(byte[] nal) {
    return nal[0] >> 1 & 0x3F;
  }

  /**
   * What a sequence parameter set says.
   *
   * @param profile general profile, tier and level: 12 bytes
   * @param chromaFormat 3 = 4:4:4
   * @param width luma samples across, before cropping
   * @param height luma samples down, before cropping
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, not compared
  record Sequence(byte[] profile, int chromaFormat, int width, int height) {}

  /** Reads a sequence parameter set; empty if it is cut short or has sub-layers. */
  static Optional<Sequence> sequence(byte[] sps) {
    byte[] raw = withoutEmulationPrevention(sps);
    if (raw.length < PROFILE_AT + PROFILE_BYTES || (raw[NAL_HEADER_BYTES] & 0x0E) != 0) {
      return Optional.empty();
    }
    ExpGolomb bits = new ExpGolomb(raw, PROFILE_AT + PROFILE_BYTES);
    bits.next(); // Its identifier.
    int chromaFormat = bits.next();
    if (chromaFormat == 3) {
      bits.bit(); // Whether the planes are separate pictures.
    }
    int width = bits.next();
    int height = bits.next();
    return bits.exhausted()
        ? Optional.empty()
        : Optional.of(
            new Sequence(
                Arrays.copyOfRange(raw, PROFILE_AT, PROFILE_AT + PROFILE_BYTES),
                chromaFormat,
                width,
                height));
  }

  private static byte[] withoutEmulationPrevention(byte[] nal) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int zeros = 0;
    for (byte one : nal) {
      if (zeros >= 2 && one == 3) {
        zeros = 0;
        continue;
      }
      zeros = one == 0 ? zeros + 1 : 0;
      out.write(one);
    }
    return out.toByteArray();
  }

  /** Reads ue(v) codes; beyond the end there are zeros. */
  private static final class ExpGolomb {
    private static final int MAX_ZEROS = 20;

    private final byte[] bytes;
    private int at;
    private boolean wrong;

    ExpGolomb(byte[] bytes, int fromByte) {
      this.bytes = bytes;
      this.at = 8 * fromByte;
    }

    boolean exhausted() {
      return wrong || at > 8 * bytes.length;
    }

    int bit() {
      int one = at < 8 * bytes.length ? bytes[at / 8] >> 7 - at % 8 & 1 : 0;
      at++;
      return one;
    }

    int next() {
      int zeros = 0;
      while (bit() == 0) {
        if (++zeros > MAX_ZEROS) {
          wrong = true;
          return 0;
        }
      }
      int value = 1;
      for (int i = 0; i < zeros; i++) {
        value = value << 1 | bit();
      }
      return value - 1;
    }
  }
}
