package io.semlink.launcher;

import com.google.protobuf.Duration;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.transmitter.v1.TransmitOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that say how one photo is to be sent. */
final class RequestFlags {
  /** Pictures that are fetched and written. */
  static final List<PictureKind> PICTURES =
      List.of(
          PictureKind.PICTURE_KIND_SENT,
          PictureKind.PICTURE_KIND_IMPORTANCE,
          PictureKind.PICTURE_KIND_MASK,
          PictureKind.PICTURE_KIND_DECODED,
          PictureKind.PICTURE_KIND_RECEIVED);

  @Option(
      names = "--scheme",
      paramLabel = "ID",
      defaultValue = "${env:SEMLINK_SCHEME:-CIE}",
      description =
          "CIE (what matters, best), VAE_FULL (everything) or TEXT_ONLY (the caption alone); to"
              + " compare: JPEG2000, JPEG, WEBP or HEVC, where installed."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_SCHEME.")
  String scheme = "CIE";

  @Option(
      names = "--deadline-ms",
      paramLabel = "MS",
      defaultValue = "${env:SEMLINK_DEADLINE_MS:-30}",
      description =
          "Limit on the time on the air. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_DEADLINE_MS.")
  double deadlineMs = 30;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_SEED:-1}",
      description =
          "Seed of all that is random. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_SEED.")
  long seed = 1;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_STEPS:-31}",
      description =
          "Inpainting steps, 1 to 1000. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_STEPS.")
  int steps = 31;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description =
          "What matters in the photo; may be repeated. Default: what it most likely shows.")
  List<String> labels = new ArrayList<>();

  @Option(
      names = "--caption",
      paramLabel = "TEXT",
      description = "Caption to send instead of one made from the photo; empty for none.")
  @Nullable String caption;

  @Option(
      names = "--control",
      paramLabel = "MODE",
      defaultValue = "exact",
      description =
          "exact (searched for this photo) or policy (from the service's policy table)."
              + " Default: ${DEFAULT-VALUE}.")
  SearchMode control = SearchMode.EXACT;

  @Option(
      names = "--point",
      paramLabel = "K",
      description = "Send at this operating point instead of searching; needs --alpha.")
  @Nullable Integer point;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "Send cells with at least this importance, in [0,1]; needs --point.")
  @Nullable Double alpha;

  @Option(
      names = "--max-alpha",
      paramLabel = "A",
      description = "Largest threshold the search may take, in [0,1]. Default: 0.8.")
  @Nullable Double maxAlpha;

  @Option(
      names = "--min-mask-psnr-db",
      paramLabel = "DB",
      description = "Least estimated PSNR of what is sent. Default: the service's.")
  @Nullable Double minMaskPsnrDb;

  @Option(
      names = "--margin-db",
      paramLabel = "DB",
      description =
          "Margin kept from the link's SNR as known, 0 to 40: against outages where that knowledge"
              + " is late, inexact or absent. Default: the service's.")
  @Nullable Double marginDb;

  @Option(
      names = "--priority",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "On links shared by priority: 0 to 7, higher goes first. Default: ${DEFAULT-VALUE}.")
  int priority;

  @Option(
      names = "--allow-text-only",
      description = "If nothing but the caption fits the limit, send that rather than fail.")
  boolean allowTextOnly;

  @Option(names = "--preview-only", description = "Leave out the painting of what was not sent.")
  boolean previewOnly;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "${env:SEMLINK_TIMEOUT:-2m}",
      description =
          "Time for everything, on the clock. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_TIMEOUT.")
  java.time.Duration timeout = java.time.Duration.ofMinutes(2);

  /** The request these flags describe. */
  TransmitOptions options(String linkName) {
    if ((point == null) != (alpha == null)) {
      throw new Failure.CommandException(ExitCode.USAGE, "--point and --alpha go together");
    }
    if (point != null && control == SearchMode.POLICY) {
      throw new Failure.CommandException(
          ExitCode.USAGE, "--point and --alpha do not go with --control policy");
    }
    TransmitOptions.Builder options =
        TransmitOptions.newBuilder()
            .setScheme(scheme)
            .setLinkName(linkName)
            .setLatencyLimit(duration(deadlineMs))
            .setControl(control.mode())
            .addAllLabelsOfInterest(labels)
            .setTextOnlyAllowed(allowTextOnly)
            .setSeed(seed)
            .setPriority(priority)
            .setReceiver(
                ReceiverOptions.newBuilder()
                    .setSteps(steps)
                    .setSeed(seed)
                    .setPreviewOnly(previewOnly))
            .addAllWantedPictures(PICTURES)
            .setMeasurePsnr(true);
    if (point != null && alpha != null) {
      options
          .setControl(ControlMode.CONTROL_MODE_FIXED)
          .setFixedOperatingPoint(point)
          .setFixedAlpha(alpha);
    }
    if (caption != null) {
      options.setCaption(caption);
    }
    if (maxAlpha != null) {
      options.setMaxAlpha(maxAlpha);
    }
    if (marginDb != null) {
      options.setMarginDb(marginDb);
    }
    if (minMaskPsnrDb != null) {
      options.setMinMaskPsnrDb(minMaskPsnrDb);
    }
    return options.build();
  }

  private static Duration duration(double milliseconds) {
    if (!(milliseconds > 0 && milliseconds <= 3.6e6)) {
      throw new Failure.CommandException(
          ExitCode.USAGE, "--deadline-ms must be more than 0 and at most 3600000: " + milliseconds);
    }
    long nanos = Math.round(milliseconds * 1e6);
    return Duration.newBuilder()
        .setSeconds(nanos / 1_000_000_000L)
        .setNanos((int) (nanos % 1_000_000_000L))
        .build();
  }
}
