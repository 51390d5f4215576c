package io.semlink.codec.baseline;

import io.semlink.codec.image.Photo;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A coder of whole pictures with one parameter that trades size for quality. Equal input gives
 * equal bytes. Safe for use by many threads.
 */
public interface PictureCoder {
  /** Name of the format and of the coder. */
  String name();

  /** Debian package that has to be installed first; empty if the coder can be used. */
  Optional<String> missingPackage();

  /** Setting of best quality for a photo; the coarsest is 0. */
  int finest(Photo photo);

  /** Setting that a size in bytes asks for, where the coder can be told a size. */
  default OptionalInt settingFor(Photo photo, int bytes) {
    return OptionalInt.empty();
  }

  /**
   * Codes a photo.
   *
   * @param setting from 0 to {@link #finest}; more gives larger files, small steps back apart
   * @throws IllegalStateException if the coder is missing or fails
   */
  byte[] encode(Photo photo, int setting);

  /**
   * Decodes a file of this coder's kind.
   *
   * @param width pixels across that the picture must have
   * @param height pixels down that it must have
   * @throws io.semlink.codec.entropy.DecodeException if the file is damaged, of another kind or
   *     size, or the coder is missing
   */
  Photo decode(byte[] file, int width, int height);

  /**
   * Decodes the beginning of a file to a coarser view of the whole picture; empty if the format
   * cannot or the beginning is too short.
   *
   * @throws io.semlink.codec.entropy.DecodeException if the coder is missing
   */
  default Optional<Photo> decodePrefix(byte[] prefix, int width, int height) {
    return Optional.empty();
  }
}
