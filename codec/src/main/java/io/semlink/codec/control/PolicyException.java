package io.semlink.codec.control;

/** A policy table is damaged, or was made with other models. */
public final class PolicyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what is wrong. */
  public PolicyException(String message) {
    super(message);
  }

  /** Says what is wrong and why. */
  public PolicyException(String message, Throwable cause) {
    super(message, cause);
  }
}
