package io.semlink.codec.bundle;

import org.jspecify.annotations.Nullable;

/** A bundle is missing, damaged or inconsistent. */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what is wrong with which file. */
  public BundleException(String message) {
    super(message);
  }

  /** Says what is wrong with which file, and why. */
  public BundleException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
