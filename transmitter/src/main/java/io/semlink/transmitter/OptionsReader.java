package io.semlink.transmitter;

import io.semlink.chassis.RequestScope;
import io.semlink.chassis.ServiceException;
import io.semlink.codec.caption.PromptCoder;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.link.v1.Sampler;
import io.semlink.transmitter.v1.TransmitOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the options of a request and fills in what it leaves to the service. */
final class OptionsReader {
  private static final Pattern LINK_NAME = Pattern.compile("[a-z0-9-]{1,63}");
  private static final Duration LONGEST_LIMIT = Duration.ofDays(1);
  private static final int MAX_INTERESTS = 16;
  private static final int MAX_LABEL_CHARS = 200;
  private static final int MAX_STEPS = 1000;
  private static final double MAX_FLOOR_DB = 60;
  private static final double MAX_MARGIN_DB = 40;
  private static final int MAX_PRIORITY = 7;
  private static final double MAX_GUIDANCE = 100;

  private static final Set<PictureKind> FROM_RECEIVER =
      EnumSet.of(
          PictureKind.PICTURE_KIND_MASK,
          PictureKind.PICTURE_KIND_DECODED,
          PictureKind.PICTURE_KIND_STEP,
          PictureKind.PICTURE_KIND_RECEIVED,
          PictureKind.PICTURE_KIND_PROVENANCE);

  private final List<String> schemes;
  private final String defaultScheme;
  private final int points;
  private final double defaultFloorDb;
  private final double defaultMarginDb;
  private final boolean hasPolicy;

  /**
   * Creates a reader.
   *
   * @param schemes identifiers of the schemes there are
   * @param points number of operating points
   * @param hasPolicy whether the service has a policy table
   */
  OptionsReader(
      List<String> schemes,
      String defaultScheme,
      int points,
      double defaultFloorDb,
      double defaultMarginDb,
      boolean hasPolicy) {
    this.schemes = schemes;
    this.defaultScheme = defaultScheme;
    this.points = points;
    this.defaultFloorDb = defaultFloorDb;
    this.defaultMarginDb = defaultMarginDb;
    this.hasPolicy = hasPolicy;
  }

  /**
   * Checks and completes options.
   *
   * @throws ServiceException INVALID_ARGUMENT with every field that is wrong
   */
  RequestOptions read(TransmitOptions in) {
    Violations wrong = new Violations();
    wrong.check(
        in.getRequestId().isEmpty() || RequestScope.isRequestId(in.getRequestId()),
        "request_id",
        "must be 1 to 64 letters, digits, '-', '_' or '.'; leave it empty to get one");
    wrong.check(
        in.getLinkName().isEmpty() || LINK_NAME.matcher(in.getLinkName()).matches(),
        "link_name",
        "must be 1 to 63 lower-case letters, digits or '-'; leave it empty for 'default'");
    String scheme = in.getScheme().isEmpty() ? defaultScheme : in.getScheme();
    wrong.check(
        schemes.contains(scheme), "scheme", "'" + shown(scheme) + "' is not one of " + schemes);
    Optional<Duration> limit =
        in.hasLatencyLimit() ? Optional.of(Times.toJava(in.getLatencyLimit())) : Optional.empty();
    wrong.check(
        limit.stream().allMatch(OptionsReader::isLimit),
        "latency_limit",
        "must be more than 0 and at most 24 h; leave it unset for no limit");
    wrong.check(
        !in.hasMarginDb() || (in.getMarginDb() >= 0 && in.getMarginDb() <= MAX_MARGIN_DB),
        "margin_db",
        "must be in [0, 40] dB");
    wrong.check(
        Integer.compareUnsigned(in.getPriority(), MAX_PRIORITY) <= 0,
        "priority",
        "must be in [0, 7]");
    checkControl(in, wrong);
    checkContent(in, wrong);
    checkReceiver(in, wrong);
    wrong.raise();
    return complete(in, scheme, limit);
  }

  private void checkControl(TransmitOptions in, Violations wrong) {
    boolean policy = in.getControl() == ControlMode.CONTROL_MODE_POLICY;
    wrong.check(
        in.getControl() != ControlMode.UNRECOGNIZED && (!policy || hasPolicy),
        "control",
        hasPolicy
            ? "must be EXACT, POLICY or FIXED"
            : "must be EXACT or FIXED; this service has no policy table");
    boolean fixed = in.getControl() == ControlMode.CONTROL_MODE_FIXED;
    boolean exact = !fixed && !policy;
    wrong.check(
        in.hasFixedAlpha() == fixed,
        "fixed_alpha",
        fixed ? "must be set with control FIXED" : "is allowed with control FIXED alone");
    wrong.check(
        in.hasFixedOperatingPoint() == fixed,
        "fixed_operating_point",
        fixed ? "must be set with control FIXED" : "is allowed with control FIXED alone");
    wrong.check(inUnit(in.getFixedAlpha()), "fixed_alpha", "must be in [0, 1]");
    wrong.check(
        Integer.compareUnsigned(in.getFixedOperatingPoint(), points) < 0,
        "fixed_operating_point",
        "must be in [0, " + (points - 1) + "]");
    wrong.check(
        !in.hasMaxAlpha() || (exact && inUnit(in.getMaxAlpha())),
        "max_alpha",
        "must be in [0, 1], and is allowed with control EXACT alone");
    wrong.check(
        !in.hasMinMaskPsnrDb()
            || (exact && in.getMinMaskPsnrDb() >= 0 && in.getMinMaskPsnrDb() <= MAX_FLOOR_DB),
        "min_mask_psnr_db",
        "must be in [0, 60] dB, and is allowed with control EXACT alone");
  }

  private static void checkContent(TransmitOptions in, Violations wrong) {
    wrong.check(
        in.getLabelsOfInterestCount() <= MAX_INTERESTS
            && in.getLabelsOfInterestList().stream()
                .allMatch(label -> !label.isBlank() && label.length() <= MAX_LABEL_CHARS),
        "labels_of_interest",
        "at most 16 labels, none of them blank");
    wrong.check(
        in.getCaption().getBytes(StandardCharsets.UTF_8).length <= PromptCoder.MAX_BYTES,
        "caption",
        "at most " + PromptCoder.MAX_BYTES + " bytes of UTF-8");
    wrong.check(
        in.getCaption().codePoints().noneMatch(Character::isISOControl),
        "caption",
        "must be one line without control characters");
  }

  private static void checkReceiver(TransmitOptions in, Violations wrong) {
    ReceiverOptions receiver = in.getReceiver();
    wrong.check(
        !receiver.hasSteps() || (receiver.getSteps() >= 1 && receiver.getSteps() <= MAX_STEPS),
        "receiver.steps",
        "must be in [1, 1000]; set preview_only for none");
    wrong.check(
        receiver.getSampler() != Sampler.UNRECOGNIZED, "receiver.sampler", "is not a sampler");
    wrong.check(
        receiver.getStepInterval() >= 0 && receiver.getStepInterval() <= MAX_STEPS,
        "receiver.step_interval",
        "must be in [0, 1000]");
    wrong.check(
        !receiver.hasGuidanceScale()
            || (receiver.getGuidanceScale() >= 0 && receiver.getGuidanceScale() <= MAX_GUIDANCE),
        "receiver.guidance_scale",
        "must be in [0, 100]");
    checkPictures(in.getWantedPicturesList(), "wanted_pictures", wrong);
    checkPictures(receiver.getWantedPicturesList(), "receiver.wanted_pictures", wrong);
    wrong.check(
        FROM_RECEIVER.containsAll(receiver.getWantedPicturesList()),
        "receiver.wanted_pictures",
        "SENT and IMPORTANCE do not come from the receiver; ask for them in wanted_pictures");
    wrong.check(
        receiver.getStepInterval() > 0
            || !in.getWantedPicturesList().contains(PictureKind.PICTURE_KIND_STEP),
        "receiver.step_interval",
        "must be more than 0 if pictures of steps are wanted");
  }

  private static void checkPictures(List<PictureKind> kinds, String field, Violations wrong) {
    wrong.check(
        kinds.stream()
            .allMatch(
                kind ->
                    kind != PictureKind.UNRECOGNIZED
                        && kind != PictureKind.PICTURE_KIND_UNSPECIFIED),
        field,
        "names a kind of picture that does not exist");
  }

  private RequestOptions complete(TransmitOptions in, String scheme, Optional<Duration> limit) {
    Set<PictureKind> pictures = EnumSet.noneOf(PictureKind.class);
    pictures.addAll(in.getWantedPicturesList());
    pictures.addAll(in.getReceiver().getWantedPicturesList());
    return new RequestOptions(
        scheme,
        in.getLinkName(),
        limit,
        in.getControl() == ControlMode.CONTROL_MODE_UNSPECIFIED
            ? ControlMode.CONTROL_MODE_EXACT
            : in.getControl(),
        in.getFixedAlpha(),
        in.getFixedOperatingPoint(),
        in.hasMaxAlpha() ? OptionalDouble.of(in.getMaxAlpha()) : OptionalDouble.empty(),
        in.hasMinMaskPsnrDb() ? in.getMinMaskPsnrDb() : defaultFloorDb,
        in.hasMarginDb() ? in.getMarginDb() : defaultMarginDb,
        in.getPriority(),
        in.getLabelsOfInterestList(),
        in.hasCaption() ? Optional.of(in.getCaption()) : Optional.empty(),
        in.getTextOnlyAllowed(),
        in.getSeed(),
        receiverOptions(in, pictures),
        pictures,
        in.getMeasurePsnr());
  }

  private static ReceiverOptions receiverOptions(TransmitOptions in, Set<PictureKind> pictures) {
    Set<PictureKind> wanted = EnumSet.copyOf(FROM_RECEIVER);
    wanted.retainAll(pictures);
    if (in.getMeasurePsnr()) {
      wanted.add(PictureKind.PICTURE_KIND_DECODED);
      wanted.add(PictureKind.PICTURE_KIND_RECEIVED);
    }
    ReceiverOptions.Builder out =
        in.getReceiver().toBuilder().clearWantedPictures().addAllWantedPictures(wanted);
    return out.getSeed() == 0 ? out.setSeed(in.getSeed()).build() : out.build();
  }

  private static boolean isLimit(Duration limit) {
    return !limit.isNegative() && !limit.isZero() && limit.compareTo(LONGEST_LIMIT) <= 0;
  }

  private static boolean inUnit(double value) {
    return value >= 0 && value <= 1;
  }

  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
