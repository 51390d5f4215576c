package io.semlink.channel.link;

import java.time.Duration;

/**
 * What a link carried since its last reset.
 *
 * @param transmissions transmissions that ended after sending something
 * @param outages those of which bits came too late
 * @param bitsSent bits offered
 * @param bitsDelivered bits that arrived in time
 * @param airTime time on the air
 * @param blocks blocks used
 */
public record LinkFigures(
    long transmissions,
    long outages,
    long bitsSent,
    long bitsDelivered,
    Duration airTime,
    long blocks) {

  static final LinkFigures ZERO = new LinkFigures(0, 0, 0, 0, Duration.ZERO, 0);

  LinkFigures plus(LinkFigures other) {
    return new LinkFigures(
        transmissions + other.transmissions,
        outages + other.outages,
        bitsSent + other.bitsSent,
        bitsDelivered + other.bitsDelivered,
        airTime.plus(other.airTime),
        blocks + other.blocks);
  }
}
