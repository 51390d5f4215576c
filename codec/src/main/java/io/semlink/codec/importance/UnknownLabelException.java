package io.semlink.codec.importance;

import java.util.List;

/** A request names a label that the bundle's classifier does not know. */
public final class UnknownLabelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Names the label and the nearest known ones. */
  UnknownLabelException(String label, List<String> suggestions) {
    super(
        "unknown label '"
            + label
            + "'"
            + (suggestions.isEmpty() ? "" : "; did you mean " + String.join(", ", suggestions))
            + "? GetCapabilities lists all labels");
  }
}
