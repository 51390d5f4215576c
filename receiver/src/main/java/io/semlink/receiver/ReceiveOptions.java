package io.semlink.receiver;

import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.receiver.inpaint.InpaintSettings;
import io.semlink.receiver.inpaint.Sampler;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a request asks of the receiver, checked.
 *
 * @param inpainting how to paint what is missing
 * @param wanted pictures to send back
 * @param previewOnly stop after the decoder
 */
record ReceiveOptions(InpaintSettings inpainting, Set<PictureKind> wanted, boolean previewOnly) {
  private static final String FIELD = "header.options.";

  ReceiveOptions {
    wanted = Set.copyOf(wanted);
  }

  /**
   * Reads the options of a request.
   *
   * @throws ServiceException INVALID_ARGUMENT naming every field that is wrong
   */
  static ReceiveOptions read(ReceiverOptions options) {
    List<FieldViolation> violations = new ArrayList<>();
    long steps = options.hasSteps() ? options.getSteps() : InpaintSettings.DEFAULT_STEPS;
    if (steps < 1 || steps > InpaintSettings.MAX_STEPS) {
      violations.add(
          new FieldViolation(
              FIELD + "steps",
              "must be 1 to %d, is %d"
                  .formatted(InpaintSettings.MAX_STEPS, Integer.toUnsignedLong((int) steps))));
    }
    if (options.getStepInterval() < 0) {
      violations.add(new FieldViolation(FIELD + "step_interval", "must be below 2147483648"));
    }
    double guidance = options.hasGuidanceScale() ? options.getGuidanceScale() : 1;
    if (!(guidance >= 0 && guidance <= InpaintSettings.MAX_GUIDANCE)) {
      violations.add(
          new FieldViolation(
              FIELD + "guidance_scale",
              "must be 0 to %s, is %s".formatted(InpaintSettings.MAX_GUIDANCE, guidance)));
    }
    Sampler sampler =
        switch (options.getSampler()) {
          case SAMPLER_UNSPECIFIED, SAMPLER_DDIM -> Sampler.DDIM;
          case SAMPLER_DDPM -> Sampler.DDPM;
          case UNRECOGNIZED -> {
            violations.add(
                new FieldViolation(FIELD + "sampler", "must be SAMPLER_DDIM or SAMPLER_DDPM"));
            yield Sampler.DDIM;
          }
        };
    if (!violations.isEmpty()) {
      throw ServiceException.invalidArgument("INVALID_FIELD", violations);
    }
    Set<PictureKind> wanted = EnumSet.noneOf(PictureKind.class);
    wanted.addAll(options.getWantedPicturesList());
    return new ReceiveOptions(
        new InpaintSettings(
            (int) steps, sampler, options.getSeed(), guidance, 1, options.getStepInterval()),
        wanted,
        options.getPreviewOnly());
  }

  boolean wants(PictureKind kind) {
    return wanted.contains(kind);
  }
}
