package io.semlink.codec.baseline;

/** An external program is missing, failed or took too long. */
final class ToolException extends Exception {
  private static final long serialVersionUID = 1;

  ToolException(String message) {
    super(message);
  }
}
