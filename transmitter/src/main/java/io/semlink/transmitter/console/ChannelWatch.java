package io.semlink.transmitter.console;

import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.Peer;
import java.time.Duration;
import java.util.List;

/** What was last known of the channel's links and of the other services. */
final class ChannelWatch {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Peer channel;
  private final LinksClient links;
  private volatile Links last = new Links("", Long.MIN_VALUE);

  /**
   * Links as they are told.
   *
   * @param json links and presets, or the error that came instead
   * @param nanos when they were asked for
   */
  private record Links(String json, long nanos) {}

  ChannelWatch(Peer channel, LinksClient links) {
    this.channel = channel;
    this.links = links;
  }

  /** Asks for the links, and waits for the answer, which may be an error. */
  synchronized void refresh() {
    long now = System.nanoTime();
    try {
      last = new Links(ConsoleJson.text(links.list()), now);
    } catch (RuntimeException e) {
      last = new Links(ConsoleJson.text(ApiError.body(ErrorDetails.of(e))), now);
    }
  }

  /** Links and presets as JSON, or an error, as last known; empty if never asked for. */
  String linksJson() {
    return last.json();
  }

  /** Whether the links were asked for not long ago. */
  boolean isFresh() {
    Links view = last;
    return !view.json().isEmpty() && System.nanoTime() - view.nanos() < FRESH.toNanos();
  }

  /** As {@link #peers}, asked for now if that was long ago. */
  List<PeerView> freshPeers() {
    if (!isFresh()) {
      refresh();
    }
    return peers();
  }

  /** The channel and, through it, the receiver. */
  List<PeerView> peers() {
    String target = channel.config().host() + ":" + channel.config().port();
    return List.of(
        new PeerView("channel", target, null, channel.breakerState(), "", null),
        new PeerView("receiver", "", null, "", "", null));
  }
}
