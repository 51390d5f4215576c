package io.semlink.channel.service;

import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.LinkFigures;
import io.semlink.channel.link.LinkSnapshot;
import io.semlink.channel.link.LinkState;
import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.StateInformation;
import io.semlink.channel.v1.Link;
import io.semlink.link.v1.CodingAccount;
import java.time.Duration;

/** What is said of links on the wire. */
final class LinkMessages {
  /** Stands for minus infinity, which JSON has not: the SNR of a gain of 0. */
  private static final double LOWEST_SNR_DB = -400.0;

  private LinkMessages() {}

  static Link link(LinkSnapshot snapshot) {
    return Link.newBuilder()
        .setConfig(SettingsWriter.config(snapshot.config()))
        .setTrueState(state(snapshot.trueState()))
        .setKnownState(state(snapshot.knownState()))
        .setFigures(figures(snapshot.figures()))
        .setChangedAt(ProtoTimes.toProto(snapshot.changedAt()))
        .build();
  }

  static io.semlink.link.v1.LinkState state(LinkState state) {
    LinkConfig config = state.config();
    Block block = state.known();
    StateInformation knowledge =
        state.perfect() ? new StateInformation.Perfect() : config.stateInformation();
    return io.semlink.link.v1.LinkState.newBuilder()
        .setLinkName(config.name())
        .setBlockIndex(block.index())
        .setSnrDb(block.snrDb())
        .setPowerGain(block.gain())
        .setBlockSnrDb(finite(state.blockSnrDb()))
        .setBandwidthHz(block.bandwidthHz())
        .setCapacityBps(state.capacityBps())
        .setCoherenceTime(ProtoTimes.toProto(block.duration()))
        .setKnowledge(SettingsWriter.knowledge(knowledge))
        .setAge(ProtoTimes.toProto(age(knowledge, block.duration())))
        .setFading(SettingsWriter.fadingModel(config.fading()))
        .setModel(SettingsWriter.linkModel(config.model()))
        .setSeed(config.seed())
        .setUsableRateBps(state.usableRateBps())
        .setMarginDb(state.marginDb())
        .setSharing(SettingsWriter.sharing(config.sharing()))
        .setSharers(state.sharers())
        .setPropagationDelay(ProtoTimes.toProto(config.propagationDelay()))
        .build();
  }

  static CodingAccount coding(io.semlink.channel.air.CodingAccount account) {
    return CodingAccount.newBuilder()
        .setBitsPerSymbol(account.bitsPerSymbol())
        .setCodeRate(account.codeRate())
        .setTransportBlocks(account.transportBlocks())
        .setFirstTryErrors(account.firstTryErrors())
        .setResidualErrors(account.residualErrors())
        .setRounds(account.rounds())
        .setRetransmissions(account.retransmissions())
        .setWaitingTime(ProtoTimes.toProto(account.waiting()))
        .build();
  }

  static double finite(double db) {
    return Math.max(LOWEST_SNR_DB, db);
  }

  private static Duration age(StateInformation knowledge, Duration block) {
    return knowledge instanceof StateInformation.Delayed delayed
        ? block.multipliedBy(delayed.blocks())
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
