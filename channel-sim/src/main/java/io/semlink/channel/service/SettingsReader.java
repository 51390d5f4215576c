package io.semlink.channel.service;

import com.google.protobuf.ByteString;
import io.semlink.channel.air.AnalogModel;
import io.semlink.channel.air.CapacityModel;
import io.semlink.channel.air.LinkModel;
import io.semlink.channel.air.SymbolsModel;
import io.semlink.channel.link.InvalidLinkException;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Pacing;
import io.semlink.channel.link.Sharing;
import io.semlink.channel.physics.CorrelatedRayleigh;
import io.semlink.channel.physics.CorrelatedRician;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.Nakagami;
import io.semlink.channel.physics.NoFading;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.physics.Rician;
import io.semlink.channel.physics.Shadowed;
import io.semlink.channel.physics.SnrSchedule;
import io.semlink.channel.physics.StateInformation;
import io.semlink.channel.physics.Trace;
import io.semlink.channel.v1.FadingConfig;
import io.semlink.channel.v1.SnrStep;
import io.semlink.channel.v1.StateInformationConfig;
import io.semlink.channel.v1.SymbolConfig;
import io.semlink.link.v1.FadingModel;
import io.semlink.link.v1.LinkSharing;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Reads complete settings from the wire. What is absent is at its default. */
final class SettingsReader {
  private static final Duration DEFAULT_DECORRELATION_TIME = Duration.ofSeconds(1);
  private static final double OVERHEAD_DEGREES = 90.0;

  private SettingsReader() {}

  /**
   * Reads settings.
   *
   * @param present where to take what the wire cannot carry: name, trace and recording
   * @throws InvalidLinkException if a setting is not valid, naming its field
   */
  static LinkConfig read(LinkConfig present, io.semlink.channel.v1.LinkConfig settings) {
    LinkConfig defaults = LinkConfig.named(present.name());
    FadingConfig fading = settings.getFading();
    FadingLaw law = shadowed(law(present.fading(), fading), fading);
    Duration block =
        fading.hasCoherenceTime()
            ? duration("fading.coherence_time", fading.getCoherenceTime())
            : defaults.coherenceTime();
    return defaults.with(
        made -> {
          made.model = model(settings);
          made.bandwidthHz =
              settings.hasBandwidthHz() ? settings.getBandwidthHz() : defaults.bandwidthHz();
          made.fading = law;
          made.snr = snr(defaults.snr(), settings);
          made.coherenceTime = block;
          made.propagationDelay = duration("propagation_delay", settings.getPropagationDelay());
          made.sharing = sharing(settings.getSharing());
          made.pacing = settings.getPaced() ? Pacing.REAL_TIME : Pacing.ACCOUNTED;
          made.stateInformation = stateInformation(settings.getStateInformation(), block);
          made.seed = settings.hasSeed() ? settings.getSeed() : defaults.seed();
          made.recording = present.recording();
        });
  }

  private static LinkModel model(io.semlink.channel.v1.LinkConfig settings) {
    if (settings.getModel() == io.semlink.link.v1.LinkModel.LINK_MODEL_SYMBOLS) {
      return symbols(settings.getSymbols());
    }
    if (settings.hasSymbols()) {
      throw new InvalidLinkException("symbols", "belongs to links that carry symbols");
    }
    return switch (settings.getModel()) {
      case LINK_MODEL_ANALOG -> new AnalogModel();
      case UNRECOGNIZED -> throw notOffered("model", settings.getModel());
      default -> new CapacityModel();
    };
  }

  private static SymbolsModel symbols(SymbolConfig config) {
    SymbolsModel defaults = SymbolsModel.DEFAULT;
    Duration roundTrip =
        config.hasHarqRoundTrip()
            ? duration("symbols.harq_round_trip", config.getHarqRoundTrip())
            : defaults.harqRoundTrip();
    return named(
        "symbols",
        () ->
            new SymbolsModel(
                config.getBitsPerSymbol() == 0
                    ? defaults.maxBitsPerSymbol()
                    : config.getBitsPerSymbol(),
                config.hasTargetBlockErrorRate()
                    ? config.getTargetBlockErrorRate()
                    : defaults.targetBlockErrorRate(),
                config.hasHarqRounds() ? config.getHarqRounds() : defaults.harqRounds(),
                roundTrip,
                config.hasDecoderIterations()
                    ? config.getDecoderIterations()
                    : defaults.decoderIterations(),
                config.hasCodingIndex()
                    ? OptionalInt.of(config.getCodingIndex())
                    : OptionalInt.empty()));
  }

  private static SnrSchedule snr(SnrSchedule byDefault, io.semlink.channel.v1.LinkConfig settings) {
    if (settings.hasSnrSchedule()) {
      return schedule(settings.getSnrSchedule());
    }
    if (settings.hasSnrDb()) {
      return named("snr_db", () -> new SnrSchedule.Constant(settings.getSnrDb()));
    }
    return byDefault;
  }

  private static SnrSchedule schedule(io.semlink.channel.v1.SnrSchedule schedule) {
    return switch (schedule.getFunctionCase()) {
      case RAMP -> {
        Duration time = duration("snr_schedule.ramp.duration", schedule.getRamp().getDuration());
        yield named(
            "snr_schedule.ramp",
            () ->
                new SnrSchedule.Ramp(
                    schedule.getRamp().getFromDb(),
                    schedule.getRamp().getToDb(),
                    time,
                    schedule.getRamp().getRepeat()));
      }
      case STEPS ->
          named(
              "snr_schedule.steps",
              () -> {
                List<SnrSchedule.Step> steps = new ArrayList<>();
                for (SnrStep step : schedule.getSteps().getStepsList()) {
                  steps.add(
                      new SnrSchedule.Step(
                          duration("snr_schedule.steps.start", step.getStart()), step.getSnrDb()));
                }
                return new SnrSchedule.Steps(
                    steps,
                    schedule.getSteps().hasPeriod()
                        ? duration("snr_schedule.steps.period", schedule.getSteps().getPeriod())
                        : null);
              });
      case FUNCTION_NOT_SET ->
          throw new InvalidLinkException("snr_schedule", "must be a ramp or steps");
    };
  }

  private static FadingLaw law(FadingLaw present, FadingConfig fading) {
    return switch (fading.getModel()) {
      case FADING_MODEL_UNSPECIFIED, FADING_MODEL_NONE -> new NoFading();
      case FADING_MODEL_RAYLEIGH -> new Rayleigh();
      case FADING_MODEL_RICIAN -> {
        require(fading.hasRicianKDb(), "fading.rician_k_db", FadingModel.FADING_MODEL_RICIAN);
        yield named("fading.rician_k_db", () -> new Rician(fading.getRicianKDb()));
      }
      case FADING_MODEL_NAKAGAMI -> {
        require(fading.hasNakagamiM(), "fading.nakagami_m", FadingModel.FADING_MODEL_NAKAGAMI);
        yield named("fading.nakagami_m", () -> new Nakagami(fading.getNakagamiM()));
      }
      case FADING_MODEL_JAKES -> {
        require(fading.hasDopplerHz(), "fading.doppler_hz", FadingModel.FADING_MODEL_JAKES);
        yield named("fading.doppler_hz", () -> jakes(fading));
      }
      case FADING_MODEL_TRACE -> trace(present, fading.getTraceCsv());
      case UNRECOGNIZED -> throw notOffered("fading.model", fading.getModel());
    };
  }

  private static FadingLaw jakes(FadingConfig fading) {
    if (!fading.hasRicianKDb()) {
      return new CorrelatedRayleigh(fading.getDopplerHz());
    }
    double angle =
        fading.hasLineOfSightDegrees() ? fading.getLineOfSightDegrees() : OVERHEAD_DEGREES;
    return new CorrelatedRician(fading.getRicianKDb(), fading.getDopplerHz(), angle);
  }

  private static FadingLaw trace(FadingLaw present, ByteString csv) {
    FadingLaw kept = present instanceof Shadowed shadowed ? shadowed.law() : present;
    if (csv.isEmpty() && kept instanceof Trace) {
      return kept;
    }
    if (csv.isEmpty()) {
      throw new InvalidLinkException(
          "fading.trace_csv", "is needed for " + FadingModel.FADING_MODEL_TRACE);
    }
    return named("fading.trace_csv", () -> Trace.parse(csv.toByteArray()));
  }

  private static FadingLaw shadowed(FadingLaw law, FadingConfig fading) {
    if (!fading.hasShadowingStddevDb() || fading.getShadowingStddevDb() == 0.0) {
      return law;
    }
    Duration time =
        fading.hasShadowingDecorrelationTime()
            ? duration(
                "fading.shadowing_decorrelation_time", fading.getShadowingDecorrelationTime())
            : DEFAULT_DECORRELATION_TIME;
    return named(
        "fading.shadowing_stddev_db", () -> new Shadowed(law, fading.getShadowingStddevDb(), time));
  }

  private static Sharing sharing(LinkSharing sharing) {
    return switch (sharing) {
      case LINK_SHARING_UNSPECIFIED, LINK_SHARING_SEPARATE -> Sharing.SEPARATE;
      case LINK_SHARING_FAIR -> Sharing.FAIR;
      case LINK_SHARING_PRIORITY -> Sharing.PRIORITY;
      case UNRECOGNIZED -> throw notOffered("sharing", sharing);
    };
  }

  private static StateInformation stateInformation(StateInformationConfig config, Duration block) {
    return switch (config.getKnowledge()) {
      case STATE_KNOWLEDGE_UNSPECIFIED, STATE_KNOWLEDGE_PERFECT -> new StateInformation.Perfect();
      case STATE_KNOWLEDGE_DELAYED -> delayed(config, block);
      case STATE_KNOWLEDGE_NOISY ->
          named(
              "state_information.error_stddev_db",
              () -> new StateInformation.Noisy(config.getErrorStddevDb()));
      case STATE_KNOWLEDGE_ABSENT -> new StateInformation.MeanOnly();
      case UNRECOGNIZED -> throw notOffered("state_information.knowledge", config.getKnowledge());
    };
  }

  private static StateInformation delayed(StateInformationConfig config, Duration block) {
    if (!config.hasDelay()) {
      return named(
          "state_information.delay_blocks",
          () -> new StateInformation.Delayed(config.getDelayBlocks()));
    }
    Duration delay = duration("state_information.delay", config.getDelay());
    if (block.isNegative() || block.isZero()) {
      throw new InvalidLinkException("fading.coherence_time", "must be positive, but is " + block);
    }
    return named("state_information.delay", () -> StateInformation.Delayed.by(delay, block));
  }

  private static Duration duration(String field, com.google.protobuf.Duration duration) {
    try {
      return ProtoTimes.fromProto(duration);
    } catch (DateTimeException e) {
      throw new InvalidLinkException(field, "is " + e.getMessage());
    }
  }

  private static <T> T named(String field, Supplier<T> making) {
    try {
      return making.get();
    } catch (InvalidLinkException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidLinkException(field, "is not allowed: " + e.getMessage());
    }
  }

  private static void require(boolean present, String field, FadingModel model) {
    if (!present) {
      throw new InvalidLinkException(field, "is needed for " + model);
    }
  }

  private static InvalidLinkException notOffered(String field, Object value) {
    return new InvalidLinkException(field, "is not offered: " + value);
  }
}
