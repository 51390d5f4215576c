package io.semlink.codec.image;

import org.jspecify.annotations.Nullable;

/** A file is not a photo that can be read; the message says what to do about it. */
public final class ImageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what is wrong and what would be accepted. */
  public ImageException(String message) {
    super(message);
  }

  /** Says what is wrong and what would be accepted. */
  public ImageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
