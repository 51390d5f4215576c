package io.semlink.launcher;

import com.google.protobuf.ByteString;
import io.semlink.channel.v1.FadingConfig;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.link.v1.FadingModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of a link's gains, beyond the name of the law. */
final class FadingFlags {
  @Option(
      names = "--rician-k-db",
      paramLabel = "DB",
      description =
          "For rician and jakes: power of the constant path over the scattered one. Default with"
              + " jakes: no constant path.")
  private @Nullable Double ricianKDb;

  @Option(
      names = "--nakagami-m",
      paramLabel = "M",
      description = "Shape, 0.5 or more; means --fading nakagami.")
  private @Nullable Double nakagamiM;

  @Option(
      names = "--doppler-hz",
      paramLabel = "HZ",
      description = "Largest Doppler shift; means --fading jakes.")
  private @Nullable Double dopplerHz;

  @Option(
      names = "--line-of-sight-degrees",
      paramLabel = "DEG",
      description =
          "For jakes with a constant path: its angle to the motion, 0 to 180, which shifts it by the"
              + " Doppler shift times its cosine. Default: 90.")
  private @Nullable Double lineOfSightDegrees;

  @Option(
      names = "--shadowing-db",
      paramLabel = "DB",
      description = "Log-normal shadowing on top of the law: its standard deviation, 0 to 20.")
  private @Nullable Double shadowingDb;

  @Option(
      names = "--shadowing-time",
      paramLabel = "DURATION",
      description = "Time after which the shadowing's correlation has fallen to 1/e. Default: 1s.")
  private @Nullable Duration shadowingTime;

  @Option(
      names = "--trace",
      paramLabel = "FILE.csv",
      description =
          "Gains from a file instead of a law: columns time_s and one of gain and snr_db, or h_re"
              + " and h_im.")
  private @Nullable Path trace;

  @Option(
      names = "--block",
      paramLabel = "DURATION",
      description = "Length of a block, in which the gain stays what it is. Default: 100ms.")
  private @Nullable Duration block;

  /**
   * Puts what was given into settings.
   *
   * @param law law of the gains, if one was given
   */
  void fill(LinkFlags.@Nullable Fading law, LinkConfig.Builder out) {
    FadingConfig.Builder fading = FadingConfig.newBuilder();
    LinkFlags.set(
        law(law), value -> fading.setModel(FadingModel.valueOf("FADING_MODEL_" + value.name())));
    LinkFlags.set(ricianKDb, fading::setRicianKDb);
    LinkFlags.set(nakagamiM, fading::setNakagamiM);
    LinkFlags.set(dopplerHz, fading::setDopplerHz);
    LinkFlags.set(lineOfSightDegrees, fading::setLineOfSightDegrees);
    LinkFlags.set(shadowingDb, fading::setShadowingStddevDb);
    LinkFlags.set(
        shadowingTime, value -> fading.setShadowingDecorrelationTime(Protos.duration(value)));
    LinkFlags.set(block, value -> fading.setCoherenceTime(Protos.duration(value)));
    if (trace != null) {
      fading.setModel(FadingModel.FADING_MODEL_TRACE).setTraceCsv(read(trace));
    }
    if (!fading.build().equals(FadingConfig.getDefaultInstance())) {
      out.setFading(fading);
    }
  }

  private LinkFlags.@Nullable Fading law(LinkFlags.@Nullable Fading given) {
    if (given != null) {
      return given;
    }
    if (nakagamiM != null) {
      return LinkFlags.Fading.NAKAGAMI;
    }
    return dopplerHz != null ? LinkFlags.Fading.JAKES : null;
  }

  private static ByteString read(Path file) {
    try {
      return ByteString.copyFrom(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
