package io.semlink.codec.scheme;

import java.util.List;
import java.util.Optional;

/**
 * What a request asks of an encoder.
 *
 * @param control how the operating point and the threshold are chosen
 * @param caption caption to send; empty to have one written
 * @param interests labels whose importance counts; empty for the most probable one
 * @param textOnlyAllowed whether to fall back to the caption alone where nothing else fits
 */
public record EncodeOptions(
    Control control, Optional<String> caption, List<String> interests, boolean textOnlyAllowed) {
  /** Copies the labels. */
  public EncodeOptions {
    interests = List.copyOf(interests);
  }

  /** Options with a control and nothing else. */
  public static EncodeOptions of(Control control) {
    return new EncodeOptions(control, Optional.empty(), List.of(), false);
  }
}
