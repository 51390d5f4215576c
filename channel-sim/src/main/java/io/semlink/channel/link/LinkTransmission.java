package io.semlink.channel.link;

import io.semlink.channel.air.Carried;
import io.semlink.channel.air.Payload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One use of a link. Segments are offered one at a time, the next when the last was carried;
 * closing is allowed from any thread.
 */
public final class LinkTransmission implements AutoCloseable {
  private final Link link;
  private final BandUse band;
  private final LinkState knownState;
  private final LinkState trueState;
  private final long resetsAtOpening;

  // All below are guarded by this.
  private boolean begun;
  private long sent;
  private long delivered;
  private long channelUses;
  private boolean closed;

  LinkTransmission(
      Link link, BandUse band, LinkState knownState, LinkState trueState, long resets) {
    this.link = link;
    this.band = band;
    this.knownState = knownState;
    this.trueState = trueState;
    this.resetsAtOpening = resets;
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
   * Offers a segment to be sent after those offered before.
   *
   * @param segment what it carries, of the kind that the link's model carries
   * @return what came out at the far end, and when; the propagation delay is to be added for the
   *     instant of arrival. Complete at once unless the link is shared; cancelled if the
   *     transmission is closed before
   * @throws IllegalStateException if the transmission was closed
   */
  public CompletableFuture<Carried> offer(Payload segment) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("transmission is closed");
      }
      begun = true;
    }
    return band.carry(segment).whenComplete((carried, error) -> count(carried));
  }

  /**
   * Sends a segment on a link that is not shared, or waits for its turn.
   *
   * @param segment as in {@link #offer}
   * @return what {@link #offer} completes with
   */
  public Carried carry(Payload segment) {
    return offer(segment).join();
  }

  private synchronized void count(@Nullable Carried carried) {
    if (carried != null) {
      sent += carried.sent();
      delivered += carried.onTime();
      channelUses += carried.channelUses();
    }
  }

  /**
   * Returns what was offered so far.
   *
   * @return bits, or symbols on a link that carries symbols of analogue schemes
   */
  public synchronized long sent() {
    return sent;
  }

  /**
   * Returns what arrived in time.
   *
   * @return bits or symbols, at most {@link #sent}
   */
  public synchronized long delivered() {
    return delivered;
  }

  /**
   * Returns the complex symbols taken so far, at the link's bandwidth.
   *
   * @return channel uses
   */
  public synchronized long channelUses() {
    return channelUses;
  }

  /**
   * Returns the time used so far, queueing included.
   *
   * @return time since the first segment was offered, 0 before
   */
  public Duration airTime() {
    return band.elapsed();
  }

  /**
   * Tells whether part of a segment did not arrive.
   *
   * @return true once the limit or errors have cut a segment
   */
  public boolean outage() {
    return band.outage();
  }

  /** Adds the transmission to the link's figures; a second call does nothing. */
  @Override
  public void close() {
    LinkFigures carried;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      carried = begun ? figures() : LinkFigures.ZERO;
    }
    band.leave();
    link.closed(resetsAtOpening, carried);
  }

  private LinkFigures figures() {
    boolean bits = trueState.config().model().carries() == Payload.Bytes.class;
    return new LinkFigures(
        1,
        band.outage() ? 1 : 0,
        bits ? sent : 0,
        bits ? delivered : 0,
        band.elapsed(),
        Math.max(0, band.blocks()));
  }
}
