package io.semlink.codec.network;

/** A network could not be loaded or run. */
public final class NetworkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what failed. */
  public NetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}
