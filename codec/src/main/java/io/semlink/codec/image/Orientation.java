package io.semlink.codec.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * EXIF orientation (tag 0x0112, TIFF 6.0 and CIPA DC-008): how the stored rows and columns are to
 * be turned for viewing.
 */
final class Orientation {
  private static final int TAG = 0x0112;
  private static final int UPRIGHT = 1;
  private static final int MAX_ENTRIES = 512;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private Orientation() {}

  /** Orientation 1..8 that a JPEG, PNG or WebP file states; 1 if it states none or nonsense. */
  static int of(byte[] file) {
    try {
      return switch (file[0]) {
        case (byte) 0xFF -> jpeg(ByteBuffer.wrap(file));
        case (byte) 0x89 -> chunks(ByteBuffer.wrap(file), 8, "eXIf", true);
        default -> chunks(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN), 12, "EXIF", false);
      };
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return UPRIGHT; // Damaged metadata does not make the picture unreadable.
    }
  }

  private static int jpeg(ByteBuffer file) {
    int at = 2;
    while ((file.getShort(at) & 0xFF00) == 0xFF00) {
      int marker = file.get(at + 1) & 0xFF;
      int length = Short.toUnsignedInt(file.getShort(at + 2));
      if (marker == 0xDA) {
        break;
      }
      byte[] head = new byte[Math.min(EXIF.length, length)];
      file.get(at + 4, head);
      if (marker == 0xE1 && Arrays.equals(head, EXIF)) {
        return tiff(file.slice(at + 4 + EXIF.length, length - 2 - EXIF.length));
      }
      at += 2 + length;
    }
    return UPRIGHT;
  }

  /** PNG: length, type, data, CRC. RIFF: type, length, data, padded to even. */
  private static int chunks(ByteBuffer file, int start, String wanted, boolean png) {
    int at = start;
    while (at + 8 <= file.limit()) {
      int length = file.getInt(png ? at : at + 4);
      byte[] type = new byte[4];
      file.get(png ? at + 4 : at, type);
      if (length < 0) {
        break;
      }
      if (new String(type, StandardCharsets.US_ASCII).equals(wanted)) {
        ByteBuffer body = file.slice(at + 8, length);
        byte[] head = new byte[EXIF.length];
        body.get(0, head);
        boolean prefixed = Arrays.equals(head, EXIF);
        return tiff(prefixed ? body.slice(EXIF.length, length - EXIF.length) : body);
      }
      at = Math.addExact(at, Math.addExact(length, png ? 12 : 8 + (length & 1)));
    }
    return UPRIGHT;
  }

  private static int tiff(ByteBuffer tiff) {
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = Math.min(MAX_ENTRIES, Short.toUnsignedInt(tiff.getShort(directory)));
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
        int value = tiff.getShort(entry + 8);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /** Turns a photo upright. */
  static Photo apply(Photo photo, int orientation) {
    if (orientation == UPRIGHT) {
      return photo;
    }
    boolean transposed = orientation >= 5;
    int width = transposed ? photo.height() : photo.width();
    int height = transposed ? photo.width() : photo.height();
    byte[] rgb = new byte[photo.rgb().length];
    for (int y = 0, to = 0; y < height; y++) {
      for (int x = 0; x < width; x++, to += 3) {
        // Source column and row of each of the eight cases, in the standard's order.
        int column = transposed ? y : x;
        int row = transposed ? x : y;
        if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
          column = photo.width() - 1 - column;
        }
        if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
          row = photo.height() - 1 - row;
        }
        System.arraycopy(photo.rgb(), 3 * (row * photo.width() + column), rgb, to, 3);
      }
    }
    return new Photo(width, height, rgb);
  }
}
