package io.semlink.codec.entropy;

import org.jspecify.annotations.Nullable;

/** Coded bytes cannot be decoded: the one exception of every decoder of this module. */
public final class DecodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long offset;
  private final String reason;

  /**
   * Says where and why.
   *
   * @param offset byte offset in the file or segment at which decoding failed
   */
  public DecodeException(long offset, String reason) {
    this(offset, reason, null);
  }

  /** Says where and why, with a cause. */
  public DecodeException(long offset, String reason, @Nullable Throwable cause) {
    super(reason + " (at byte " + offset + ")", cause);
    this.offset = offset;
    this.reason = reason;
  }

  public long offset() {
    return offset;
  }

  public String reason() {
    return reason;
  }
}
