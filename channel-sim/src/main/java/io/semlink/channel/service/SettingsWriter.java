package io.semlink.channel.service;

import io.semlink.channel.air.AnalogModel;
import io.semlink.channel.air.CapacityModel;
import io.semlink.channel.air.SymbolsModel;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Pacing;
import io.semlink.channel.link.Recording;
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
import io.semlink.channel.v1.RecordingInfo;
import io.semlink.channel.v1.SnrStep;
import io.semlink.channel.v1.SnrSteps;
import io.semlink.channel.v1.StateInformationConfig;
import io.semlink.channel.v1.SymbolConfig;
import io.semlink.link.v1.FadingModel;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.LinkSharing;
import io.semlink.link.v1.StateKnowledge;

/** Settings of links, complete, as they are told on the wire. */
final class SettingsWriter {
  private SettingsWriter() {}

  static io.semlink.channel.v1.LinkConfig config(LinkConfig config) {
    io.semlink.channel.v1.LinkConfig.Builder builder =
        io.semlink.channel.v1.LinkConfig.newBuilder()
            .setName(config.name())
            .setModel(linkModel(config.model()))
            .setBandwidthHz(config.bandwidthHz())
            .setFading(fading(config))
            .setStateInformation(stateInformation(config.stateInformation()))
            .setSeed(config.seed())
            .setPaced(config.pacing() == Pacing.REAL_TIME)
            .setPropagationDelay(ProtoTimes.toProto(config.propagationDelay()))
            .setSharing(sharing(config.sharing()));
    snr(config.snr(), builder);
    if (config.model() instanceof SymbolsModel symbols) {
      builder.setSymbols(symbols(symbols));
    }
    config.recording().ifPresent(recording -> builder.setRecording(info(recording)));
    return builder.build();
  }

  private static RecordingInfo info(Recording recording) {
    return RecordingInfo.newBuilder()
        .setBlockCount(recording.size())
        .setSha256(recording.sha256())
        .build();
  }

  private static void snr(SnrSchedule schedule, io.semlink.channel.v1.LinkConfig.Builder builder) {
    if (schedule instanceof SnrSchedule.Constant constant) {
      builder.setSnrDb(constant.db());
    } else if (schedule instanceof SnrSchedule.Ramp ramp) {
      builder
          .getSnrScheduleBuilder()
          .getRampBuilder()
          .setFromDb(ramp.fromDb())
          .setToDb(ramp.toDb())
          .setDuration(ProtoTimes.toProto(ramp.duration()))
          .setRepeat(ramp.repeat());
    } else if (schedule instanceof SnrSchedule.Steps steps) {
      SnrSteps.Builder made = builder.getSnrScheduleBuilder().getStepsBuilder();
      for (SnrSchedule.Step step : steps.steps()) {
        made.addSteps(
            SnrStep.newBuilder().setStart(ProtoTimes.toProto(step.start())).setSnrDb(step.db()));
      }
      if (steps.period() != null) {
        made.setPeriod(ProtoTimes.toProto(steps.period()));
      }
    }
  }

  static LinkModel linkModel(io.semlink.channel.air.LinkModel model) {
    if (model instanceof CapacityModel) {
      return LinkModel.LINK_MODEL_CAPACITY;
    } else if (model instanceof SymbolsModel) {
      return LinkModel.LINK_MODEL_SYMBOLS;
    } else if (model instanceof AnalogModel) {
      return LinkModel.LINK_MODEL_ANALOG;
    }
    throw new IllegalStateException("link model without a name on the wire: " + model);
  }

  private static SymbolConfig symbols(SymbolsModel model) {
    SymbolConfig.Builder builder =
        SymbolConfig.newBuilder()
            .setBitsPerSymbol(model.maxBitsPerSymbol())
            .setTargetBlockErrorRate(model.targetBlockErrorRate())
            .setHarqRounds(model.harqRounds())
            .setHarqRoundTrip(ProtoTimes.toProto(model.harqRoundTrip()))
            .setDecoderIterations(model.decoderIterations());
    model.codingIndex().ifPresent(builder::setCodingIndex);
    return builder.build();
  }

  static LinkSharing sharing(Sharing sharing) {
    return switch (sharing) {
      case SEPARATE -> LinkSharing.LINK_SHARING_SEPARATE;
      case FAIR -> LinkSharing.LINK_SHARING_FAIR;
      case PRIORITY -> LinkSharing.LINK_SHARING_PRIORITY;
    };
  }

  private static FadingConfig fading(LinkConfig config) {
    FadingConfig.Builder builder =
        FadingConfig.newBuilder().setCoherenceTime(ProtoTimes.toProto(config.coherenceTime()));
    FadingLaw law = config.fading();
    if (law instanceof Shadowed shadowed) {
      builder
          .setShadowingStddevDb(shadowed.sigmaDb())
          .setShadowingDecorrelationTime(ProtoTimes.toProto(shadowed.decorrelationTime()));
      law = shadowed.law();
    }
    builder.setModel(fadingModel(law));
    if (law instanceof Rician rician) {
      builder.setRicianKDb(rician.factorDb());
    } else if (law instanceof Nakagami nakagami) {
      builder.setNakagamiM(nakagami.m());
    } else if (law instanceof CorrelatedRayleigh jakes) {
      builder.setDopplerHz(jakes.dopplerHz());
    } else if (law instanceof CorrelatedRician jakes) {
      builder
          .setDopplerHz(jakes.dopplerHz())
          .setRicianKDb(jakes.factorDb())
          .setLineOfSightDegrees(jakes.lineOfSightDegrees());
    } else if (law instanceof Trace trace) {
      builder.setTrace(
          RecordingInfo.newBuilder().setBlockCount(trace.rows()).setSha256(trace.sha256()));
    }
    return builder.build();
  }

  static FadingModel fadingModel(FadingLaw law) {
    if (law instanceof NoFading) {
      return FadingModel.FADING_MODEL_NONE;
    } else if (law instanceof Rayleigh) {
      return FadingModel.FADING_MODEL_RAYLEIGH;
    } else if (law instanceof Rician) {
      return FadingModel.FADING_MODEL_RICIAN;
    } else if (law instanceof Nakagami) {
      return FadingModel.FADING_MODEL_NAKAGAMI;
    } else if (law instanceof CorrelatedRayleigh || law instanceof CorrelatedRician) {
      return FadingModel.FADING_MODEL_JAKES;
    } else if (law instanceof Trace) {
      return FadingModel.FADING_MODEL_TRACE;
    } else if (law instanceof Shadowed shadowed) {
      return fadingModel(shadowed.law());
    }
    throw new IllegalStateException("fading law without a name on the wire: " + law);
  }

  private static StateInformationConfig stateInformation(StateInformation information) {
    StateInformationConfig.Builder builder =
        StateInformationConfig.newBuilder().setKnowledge(knowledge(information));
    if (information instanceof StateInformation.Delayed delayed) {
      builder.setDelayBlocks(delayed.blocks());
    } else if (information instanceof StateInformation.Noisy noisy) {
      builder.setErrorStddevDb(noisy.sigmaDb());
    }
    return builder.build();
  }

  static StateKnowledge knowledge(StateInformation information) {
    if (information instanceof StateInformation.Perfect) {
      return StateKnowledge.STATE_KNOWLEDGE_PERFECT;
    } else if (information instanceof StateInformation.Delayed) {
      return StateKnowledge.STATE_KNOWLEDGE_DELAYED;
    } else if (information instanceof StateInformation.Noisy) {
      return StateKnowledge.STATE_KNOWLEDGE_NOISY;
    } else if (information instanceof StateInformation.MeanOnly) {
      return StateKnowledge.STATE_KNOWLEDGE_ABSENT;
    }
    throw new IllegalStateException("knowledge without a name on the wire: " + information);
  }
}
