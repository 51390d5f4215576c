package io.semlink.transmitter.console;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Settings of a console.
 *
 * @param mode what viewers may do; empty for {@link ConsoleMode#standard}
 * @param photos transmissions kept with their pictures, 0 to 100; 0 keeps numbers alone
 */
public record ConsoleConfig(Optional<ConsoleMode> mode, int photos) {
  private static final int MAX_PHOTOS = 100;

  /** The standard mode, 12 photos. */
  public static final ConsoleConfig DEFAULT = new ConsoleConfig(Optional.empty(), 12);

  /** Checks ranges. */
  public ConsoleConfig {
    requireNonNull(mode, "mode");
    if (photos < 0 || photos > MAX_PHOTOS) {
      throw new IllegalArgumentException("console photos must be in [0, 100]: " + photos);
    }
  }
}
