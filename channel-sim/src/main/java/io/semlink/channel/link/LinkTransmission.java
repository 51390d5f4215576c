package io.semlink.channel.link;

import io.semlink.channel.air.Air;
import io.semlink.channel.air.Carried;
import io.semlink.channel.air.Payload;
import io.semlink.channel.air.Terms;
import io.semlink.channel.air.Transmission;
import io.semlink.channel.physics.Block;
import java.time.Duration;

/**
 * One use of a link. Segments are carried by one thread at a time; closing is allowed from any
 * thread.
 */
public final class LinkTransmission implements AutoCloseable {
  private final Link link;
  private final LinkState knownState;
  private final LinkState trueState;
  private final long resetsAtOpening;

  // All below are guarded by this.
  private final Transmission transmission;
  private long lastBlock;
  private boolean begun;
  private long bitsSent;
  private long bitsDelivered;
  private boolean closed;

  LinkTransmission(
      Link link, LinkState knownState, LinkState trueState, Duration limit, long resets) {
    this.link = link;
    this.knownState = knownState;
    this.trueState = trueState;
    this.resetsAtOpening = resets;
    this.lastBlock = trueState.block();
    LinkConfig config = trueState.config();
    Air air = new Air(this::nextBlock, config.model()::unitsPerSecond);
    Duration airLimit = limit.minus(config.propagationDelay());
    this.transmission =
        config
            .model()
            .begin(
                air,
                new Terms(0, airLimit, knownState.blockSnr(), config.seed(), trueState.block()));
  }

  /**
   * Returns what the transmitter may know of the first block.
   *
   * @return state when the transmission was opened
   */
  public LinkState knownState() {
    return knownState;
  }

  /**
   * Returns what the first block is like.
   *
   * @return state when the transmission was opened
   */
  public LinkState trueState() {
    return trueState;
  }

  /**
   * Sends a segment after those sent before.
   *
   * @param segment what it carries, of the kind that the link's model carries
   * @return what came out at the far end, and when; the propagation delay is to be added for the
   *     instant of arrival
   * @throws IllegalStateException if the transmission was closed
   */
  public synchronized Carried carry(Payload segment) {
    if (closed) {
      throw new IllegalStateException("transmission is closed");
    }
    Carried carried = transmission.carry(segment);
    bitsSent += carried.sent();
    bitsDelivered += carried.onTime();
    return carried;
  }

  /**
   * Returns the bits offered so far.
   *
   * @return bits, at least 0
   */
  public synchronized long bitsSent() {
    return bitsSent;
  }

  /**
   * Returns the bits that arrived in time.
   *
   * @return bits, at most {@link #bitsSent}
   */
  public synchronized long bitsDelivered() {
    return bitsDelivered;
  }

  /**
   * Returns the air time used so far.
   *
   * @return time since the first bit, 0 before it
   */
  public synchronized Duration airTime() {
    return transmission.elapsed();
  }

  /**
   * Tells whether a bit was late.
   *
   * @return true once the limit has cut a segment
   */
  public synchronized boolean outage() {
    return transmission.outage();
  }

  /** Adds the transmission to the link's figures; a second call does nothing. */
  @Override
  public void close() {
    long last;
    LinkFigures carried;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      last = lastBlock;
      carried = begun ? figures() : LinkFigures.ZERO;
    }
    link.closed(resetsAtOpening, last, carried);
  }

  private synchronized LinkFigures figures() {
    long blocks = lastBlock - trueState.block() + 1;
    return new LinkFigures(
        1, outage() ? 1 : 0, bitsSent, bitsDelivered, transmission.elapsed(), blocks);
  }

  private Block nextBlock() {
    if (begun) {
      lastBlock++;
      return link.block(lastBlock);
    }
    begun = true;
    LinkConfig config = trueState.config();
    return new Block(
        lastBlock, trueState.gain(), config.snrDb(), config.bandwidthHz(), config.coherenceTime());
  }
}
