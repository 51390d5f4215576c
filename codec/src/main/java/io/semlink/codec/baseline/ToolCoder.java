package io.semlink.codec.baseline;

import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.image.Photo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A coder that is a pair of external programs. What is decoded may come from anywhere: the header
 * is checked before a program sees it, and the program runs in a process of its own with a time
 * limit.
 */
abstract class ToolCoder implements PictureCoder {
  private final String name;
  private final Tool encoder;
  private final Tool decoder;

  ToolCoder(String name, Tool encoder, Tool decoder) {
    this.name = name;
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /** Writes the photo, runs the encoder, reads its file. */
  abstract byte[] encode(Photo photo, int setting, Tool encoder, WorkFolder folder)
      throws IOException, ToolException;

  /** Checks that the header announces a picture of a size, or throws a DecodeException. */
  abstract void checkHeader(byte[] file, int width, int height);

  /**
   * Writes the file, runs the decoder, reads its picture.
   *
   * @param more further arguments
   */
  abstract Photo decode(
      byte[] file, int width, int height, List<String> more, Tool decoder, WorkFolder folder)
      throws IOException, ToolException;

  final Tool encoder() {
    return encoder;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public Optional<String> missingPackage() {
    return Stream.of(encoder, decoder)
        .filter(tool -> !tool.installed())
        .map(Tool::debianPackage)
        .findFirst();
  }

  @Override
  public final byte[] encode(Photo photo, int setting) {
    if (setting < 0 || setting > finest(photo)) {
      throw new IllegalArgumentException(
          "setting " + setting + " is not in 0.." + finest(photo) + " of " + name);
    }
    try (WorkFolder folder = new WorkFolder()) {
      return encode(photo, setting, encoder, folder);
    } catch (IOException | ToolException e) {
      throw new IllegalStateException(name + " cannot code: " + e.getMessage(), e);
    }
  }

  @Override
  public final Photo decode(byte[] file, int width, int height) {
    requireDecoder();
    return decode(file, width, height, List.of());
  }

  final void requireDecoder() {
    if (!decoder.installed()) {
      throw new DecodeException(
          0,
          name + " cannot be decoded here: install the Debian package " + decoder.debianPackage());
    }
  }

  final Photo decode(byte[] file, int width, int height, List<String> more) {
    checkHeader(file, width, height);
    try (WorkFolder folder = new WorkFolder()) {
      Photo photo = decode(file, width, height, more, decoder, folder);
      if (photo.width() != width || photo.height() != height) {
        throw new DecodeException(
            0, "a picture of " + photo.width() + "x" + photo.height() + " pixels came out");
      }
      return photo;
    } catch (IOException | ToolException e) {
      throw new DecodeException(0, name + " cannot be decoded: " + e.getMessage(), e);
    }
  }

  /** Refuses a file whose header announces another kind or size. */
  final DecodeException notExpected(int width, int height) {
    return new DecodeException(0, "no " + name + " picture of " + width + "x" + height + " pixels");
  }
}
