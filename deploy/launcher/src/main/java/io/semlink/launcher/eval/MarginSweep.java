package io.semlink.launcher.eval;

import io.semlink.channel.air.Carried;
import io.semlink.channel.air.CodingAccount;
import io.semlink.channel.air.Payload;
import io.semlink.channel.link.Link;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.LinkTransmission;
import io.semlink.channel.link.LinkUse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sends messages over a link, each as long as its transmitter thinks that the limit allows, with
 * one margin after the other.
 */
final class MarginSweep {
  /** More than any message here is long. */
  private static final int MOST_BYTES = 1 << 16;

  private final LinkConfig config;
  private final Duration limit;
  private final int leastBytes;
  private final byte[] content = new byte[MOST_BYTES];

  /**
   * Prepares messages.
   *
   * @param config the link, but for its seed
   * @param limit time that a message is to fill
   * @param leastBytes where less than this would fit nothing is sent, at least 1
   * @param seed seed of their contents
   */
  MarginSweep(LinkConfig config, Duration limit, int leastBytes, long seed) {
    this.config = config;
    this.limit = limit;
    this.leastBytes = leastBytes;
    new SplittableRandom(seed).nextBytes(content);
  }

  /** What became of all messages that were sent with one margin. */
  static final class Tally {
    private long messages;
    private long outages;
    private double wholeBits;
    private double arrivedBits;
    private long codedBlocks;
    private long residualErrors;

    private void add(Carried carried) {
      messages++;
      outages += carried.outage() ? 1 : 0;
      wholeBits += carried.outage() ? 0 : carried.sent();
      arrivedBits += carried.onTime();
      codedBlocks += carried.coding().map(CodingAccount::transportBlocks).orElse(0);
      residualErrors += carried.coding().map(CodingAccount::residualErrors).orElse(0);
    }

    private void addNothing() {
      messages++;
    }

    long messages() {
      return messages;
    }

    long outages() {
      return outages;
    }

    /** Share of the messages of which part did not arrive. */
    double outage() {
      return (double) outages / messages;
    }

    /** Mean bits of a message that arrived whole; one that did not counts as 0. */
    double wholeBits() {
      return wholeBits / messages;
    }

    /** Mean bits that arrived, of messages that were cut, too. */
    double arrivedBits() {
      return arrivedBits / messages;
    }

    /** Share of the coded blocks that had errors left; 0 if there were none. */
    double residualErrors() {
      return codedBlocks == 0 ? 0 : (double) residualErrors / codedBlocks;
    }
  }

  /**
   * Sends a number of messages with each margin. Each realisation of the gains serves all margins,
   * a block each, so that the messages of one margin are independent.
   *
   * @param marginsDb margins in dB
   * @param messages messages per margin
   * @param seed with the number of a message it names the gains
   */
  List<Tally> run(List<Double> marginsDb, int messages, long seed) {
    List<Tally> tallies = new ArrayList<>();
    marginsDb.forEach(margin -> tallies.add(new Tally()));
    for (int i = 0; i < messages; i++) {
      Link link = new Link(config.withSeed((seed << 32) + i), Clock.systemUTC());
      for (int j = 0; j < marginsDb.size(); j++) {
        send(link, marginsDb.get(j), tallies.get(j));
      }
    }
    return tallies;
  }

  private void send(Link link, double marginDb, Tally tally) {
    try (LinkTransmission transmission = link.open(new LinkUse(limit, marginDb, 0))) {
      double bits = transmission.knownState().usableRateBps() * limit.toNanos() / 1e9;
      int bytes = (int) Math.min(MOST_BYTES, bits / Byte.SIZE);
      if (bytes < leastBytes) {
        tally.addNothing();
      } else {
        tally.add(transmission.carry(new Payload.Bytes(ByteBuffer.wrap(content, 0, bytes))));
      }
    }
  }
}
