package io.semlink.channel.link;

/** A link was configured with a value it cannot have. */
public final class InvalidLinkException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String reason;

  /**
   * Creates the exception.
   *
   * @param field name of the field, as on the wire
   * @param reason what is wrong with it and what would be right
   */
  public InvalidLinkException(String field, String reason) {
    super(field + " " + reason);
    this.field = field;
    this.reason = reason;
  }

  /**
   * Returns the field at fault.
   *
   * @return name as on the wire
   */
  public String field() {
    return field;
  }

  /**
   * Returns what is wrong with the field.
   *
   * @return a phrase whose subject is the field
   */
  public String reason() {
    return reason;
  }
}
