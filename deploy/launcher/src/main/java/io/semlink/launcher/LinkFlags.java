package io.semlink.launcher;

import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Pacing;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.NoFading;
import io.semlink.channel.physics.Rayleigh;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Flags that describe a simulated link. */
final class LinkFlags {
  @Option(
      names = "--snr-db",
      paramLabel = "DB",
      defaultValue = "${env:SEMLINK_SNR_DB:-6}",
      description =
          "Mean receive SNR (Es/N0). Default: ${DEFAULT-VALUE}. Variable: SEMLINK_SNR_DB.")
  double snrDb = 6;

  @Option(
      names = "--bandwidth-hz",
      paramLabel = "HZ",
      defaultValue = "${env:SEMLINK_BANDWIDTH_HZ:-1e6}",
      description = "Bandwidth. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_BANDWIDTH_HZ.")
  double bandwidthHz = 1e6;

  @Option(
      names = "--fading",
      paramLabel = "none|rayleigh",
      defaultValue = "${env:SEMLINK_FADING:-none}",
      description =
          "Law of the block gain |h|^2. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_FADING.")
  Fading fading = Fading.NONE;

  @Option(
      names = "--paced",
      defaultValue = "${env:SEMLINK_PACED:-false}",
      description =
          "Let air time pass on the clock, not only in the account. Variable: SEMLINK_PACED.")
  boolean paced;

  enum Fading {
    NONE(new NoFading()),
    RAYLEIGH(new Rayleigh());

    private final FadingLaw law;

    Fading(FadingLaw law) {
      this.law = law;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The link these flags describe. */
  LinkConfig link(String name, long seed) {
    return LinkConfig.named(name)
        .withSnrDb(snrDb)
        .withBandwidthHz(bandwidthHz)
        .withFading(fading.law)
        .withSeed(seed)
        .withPacing(paced ? Pacing.REAL_TIME : Pacing.ACCOUNTED);
  }
}
