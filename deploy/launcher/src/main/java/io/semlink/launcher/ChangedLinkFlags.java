package io.semlink.launcher;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that describe a change of a link: what is left open stays. */
final class ChangedLinkFlags extends LinkFlags {
  @Option(
      names = "--snr-db",
      paramLabel = "DB",
      description = "Mean receive SNR (Es/N0); ends a ramp or steps.")
  private @Nullable Double snrDb;

  @Option(names = "--bandwidth-hz", paramLabel = "HZ", description = "Bandwidth.")
  private @Nullable Double bandwidthHz;

  @Option(
      names = "--fading",
      paramLabel = "LAW",
      description = "Law of the gain: none, rayleigh, rician, nakagami or jakes.")
  private @Nullable Fading fading;

  @Option(
      names = "--paced",
      negatable = true,
      fallbackValue = "true",
      description = "Let air time pass on the clock, not only in the account.")
  private @Nullable Boolean paced;

  @Override
  @Nullable Double snrDb() {
    return snrDb;
  }

  @Override
  @Nullable Double bandwidthHz() {
    return bandwidthHz;
  }

  @Override
  @Nullable Fading fadingLaw() {
    return fading;
  }

  @Override
  @Nullable Boolean paced() {
    return paced;
  }
}
