package io.semlink.launcher;

import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.service.LinkSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that describe a link that is made: what is left open has a default. */
final class NewLinkFlags extends LinkFlags {
  private static final double SNR_DB = 6;
  private static final double BANDWIDTH_HZ = 1e6;

  @Option(
      names = "--snr-db",
      paramLabel = "DB",
      defaultValue = "${env:SEMLINK_SNR_DB:-" + Option.NULL_VALUE + "}",
      description =
          "Mean receive SNR (Es/N0). Default: 6, or the preset's. Variable: SEMLINK_SNR_DB.")
  private @Nullable Double snrDb;

  @Option(
      names = "--bandwidth-hz",
      paramLabel = "HZ",
      defaultValue = "${env:SEMLINK_BANDWIDTH_HZ:-" + Option.NULL_VALUE + "}",
      description = "Bandwidth. Default: 1e6, or the preset's. Variable: SEMLINK_BANDWIDTH_HZ.")
  private @Nullable Double bandwidthHz;

  @Option(
      names = "--fading",
      paramLabel = "LAW",
      defaultValue = "${env:SEMLINK_FADING:-" + Option.NULL_VALUE + "}",
      description =
          "Law of the gain: none, rayleigh, rician, nakagami or jakes. Default: none, or the"
              + " preset's. Variable: SEMLINK_FADING.")
  private @Nullable Fading fading;

  @Option(
      names = "--paced",
      negatable = true,
      fallbackValue = "true",
      description =
          "Let air time pass on the clock, not only in the account. Variable: SEMLINK_PACED.")
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
    // Not as a default value: a flag that can be negated does not take "nothing" for one.
    return paced == null && Boolean.parseBoolean(System.getenv("SEMLINK_PACED"))
        ? Boolean.TRUE
        : paced;
  }

  /**
   * The link these flags describe.
   *
   * @throws io.semlink.channel.link.InvalidLinkException if there is no such link, naming the
   *     setting
   */
  LinkConfig link(String name, long seed) {
    LinkConfig standard =
        LinkConfig.named(name).withSnrDb(SNR_DB).withBandwidthHz(BANDWIDTH_HZ).withSeed(seed);
    return LinkSettings.apply(standard, settings(), preset());
  }
}
