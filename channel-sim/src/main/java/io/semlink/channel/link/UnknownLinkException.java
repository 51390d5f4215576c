package io.semlink.channel.link;

import java.util.Collection;

/** No link has the name asked for. */
public final class UnknownLinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String link;

  /**
   * Creates the exception.
   *
   * @param name the name asked for
   * @param known the names there are
   */
  public UnknownLinkException(String name, Collection<String> known) {
    super("no link is named '%s'; there are: %s".formatted(name, String.join(", ", known)));
    this.link = name;
  }

  /**
   * Returns the name asked for.
   *
   * @return the name
   */
  public String link() {
    return link;
  }
}
