package io.semlink.channel.service;

import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.LinkFigures;
import io.semlink.channel.link.LinkSnapshot;
import io.semlink.channel.link.LinkState;
import io.semlink.channel.link.Pacing;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.Nakagami;
import io.semlink.channel.physics.NoFading;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.physics.Rician;
import io.semlink.channel.physics.StateInformation;
import io.semlink.channel.v1.FadingConfig;
import io.semlink.channel.v1.Link;
import io.semlink.channel.v1.StateInformationConfig;
import io.semlink.link.v1.FadingModel;
import io.semlink.link.v1.LinkModel;
import io.semlink.link.v1.StateKnowledge;
import java.time.Duration;

/** What is said of links on the wire. */
final class LinkMessages {
  /** Stands for minus infinity, which JSON has not: the SNR of a gain of 0. */
  private static final double LOWEST_SNR_DB = -400.0;

  private LinkMessages() {}

  static Link link(LinkSnapshot snapshot) {
    return Link.newBuilder()
        .setConfig(config(snapshot.config()))
        .setTrueState(state(snapshot.trueState()))
        .setKnownState(state(snapshot.knownState()))
        .setFigures(figures(snapshot.figures()))
        .setChangedAt(ProtoTimes.toProto(snapshot.changedAt()))
        .build();
  }

  static io.semlink.link.v1.LinkState state(LinkState state) {
    LinkConfig config = state.config();
    return io.semlink.link.v1.LinkState.newBuilder()
        .setLinkName(config.name())
        .setBlockIndex(state.block())
        .setSnrDb(config.snrDb())
        .setPowerGain(state.gain())
        .setBlockSnrDb(Math.max(LOWEST_SNR_DB, state.blockSnrDb()))
        .setBandwidthHz(config.bandwidthHz())
        .setCapacityBps(state.capacityBps())
        .setCoherenceTime(ProtoTimes.toProto(config.coherenceTime()))
        .setKnowledge(knowledge(state.knowledge()))
        .setAge(ProtoTimes.toProto(age(state)))
        .setFading(fadingModel(config.fading()))
        .setModel(LinkModel.LINK_MODEL_CAPACITY)
        .setSeed(config.seed())
        .build();
  }

  static io.semlink.channel.v1.LinkConfig config(LinkConfig config) {
    return io.semlink.channel.v1.LinkConfig.newBuilder()
        .setName(config.name())
        .setModel(LinkModel.LINK_MODEL_CAPACITY)
        .setSnrDb(config.snrDb())
        .setBandwidthHz(config.bandwidthHz())
        .setFading(fading(config))
        .setStateInformation(stateInformation(config.stateInformation()))
        .setSeed(config.seed())
        .setPaced(config.pacing() == Pacing.REAL_TIME)
        .build();
  }

  private static FadingConfig fading(LinkConfig config) {
    FadingConfig.Builder builder =
        FadingConfig.newBuilder()
            .setModel(fadingModel(config.fading()))
            .setCoherenceTime(ProtoTimes.toProto(config.coherenceTime()));
    if (config.fading() instanceof Rician rician) {
      builder.setRicianKDb(rician.factorDb());
    } else if (config.fading() instanceof Nakagami nakagami) {
      builder.setNakagamiM(nakagami.m());
    }
    return builder.build();
  }

  private static FadingModel fadingModel(FadingLaw law) {
    if (law instanceof NoFading) {
      return FadingModel.FADING_MODEL_NONE;
    } else if (law instanceof Rayleigh) {
      return FadingModel.FADING_MODEL_RAYLEIGH;
    } else if (law instanceof Rician) {
      return FadingModel.FADING_MODEL_RICIAN;
    } else if (law instanceof Nakagami) {
      return FadingModel.FADING_MODEL_NAKAGAMI;
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

  private static StateKnowledge knowledge(StateInformation information) {
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

  private static Duration age(LinkState state) {
    return state.knowledge() instanceof StateInformation.Delayed delayed
        ? state.config().coherenceTime().multipliedBy(delayed.blocks())
        : Duration.ZERO;
  }

  private static io.semlink.channel.v1.LinkFigures figures(LinkFigures figures) {
    return io.semlink.channel.v1.LinkFigures.newBuilder()
        .setTransmissions(figures.transmissions())
        .setOutages(figures.outages())
        .setSentBits(figures.bitsSent())
        .setDeliveredBits(figures.bitsDelivered())
        .setAirTime(ProtoTimes.toProto(figures.airTime()))
        .setBlocks(figures.blocks())
        .build();
  }
}
