package io.semlink.launcher;

import io.semlink.transmitter.console.ConsoleConfig;
import io.semlink.transmitter.console.ConsoleMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of the page on the transmitter's admin port. */
final class ConsoleFlags {
  @Option(
      names = "--console",
      paramLabel = "control|view|off",
      defaultValue = "${env:SEMLINK_CONSOLE:-" + Option.NULL_VALUE + "}",
      description =
          "What the page on the admin port lets its viewers do: see and act (send photos, cancel"
              + " requests, change links), see alone, or there is none. Default: control on"
              + " loopback, view elsewhere. Variable: SEMLINK_CONSOLE.")
  private @Nullable ConsoleMode mode;

  @Option(
      names = "--console-photos",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_CONSOLE_PHOTOS:-12}",
      description =
          "Transmissions that it keeps with their pictures, 0 to 100; 0 keeps their numbers alone."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_CONSOLE_PHOTOS.")
  private int photos = ConsoleConfig.DEFAULT.photos();

  /** The console these flags describe. */
  ConsoleConfig config() {
    return new ConsoleConfig(Optional.ofNullable(mode), photos);
  }
}
