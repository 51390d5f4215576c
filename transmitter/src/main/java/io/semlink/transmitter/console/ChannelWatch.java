package io.semlink.transmitter.console;

import io.semlink.channel.v1.PeerState;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.Peer;
import io.semlink.chassis.PeerHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What was last known of the channel's links and of the other services. */
final class ChannelWatch {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final String RECEIVER = "receiver";

  private final Peer channel;
  private final LinksClient client;
  private final Function<Throwable, ErrorDetails> errors;
  private volatile Optional<Answer> last = Optional.empty();

  /**
   * What the channel said.
   *
   * @param links links and presets, or the error that came instead, as JSON
   * @param receiver how the receiver is, as far as the channel knows
   * @param nanos when it was asked
   */
  private record Answer(String links, PeerView receiver, long nanos) {}

  /**
   * Watches a channel.
   *
   * @param errors says what an error means
   */
  ChannelWatch(Peer channel, LinksClient client, Function<Throwable, ErrorDetails> errors) {
    this.channel = channel;
    this.client = client;
    this.errors = errors;
  }

  /** Asks the channel, and waits for the answer, which may be an error. */
  synchronized void refresh() {
    long now = System.nanoTime();
    try {
      String links = ConsoleJson.text(client.list());
      last = Optional.of(new Answer(links, receiver(client.peers()), now));
    } catch (RuntimeException e) {
      ErrorDetails error = errors.apply(e);
      PeerView receiver = unknown("the channel, which would know, does not answer");
      last = Optional.of(new Answer(ConsoleJson.text(ApiError.body(error)), receiver, now));
    }
  }

  /** Links and presets as JSON, or an error, as last known; empty if never asked for. */
  Optional<String> links() {
    return last.map(Answer::links);
  }

  /** Whether the channel was asked not long ago. */
  boolean isFresh() {
    return last.stream().anyMatch(seen -> System.nanoTime() - seen.nanos() < FRESH.toNanos());
  }

  /** The channel and, through it, the receiver, asked for now if that was long ago. */
  List<PeerView> freshPeers() {
    if (!isFresh()) {
      refresh();
    }
    return peers();
  }

  /** The channel and, through it, the receiver, as last known. */
  List<PeerView> peers() {
    PeerHealth health = channel.health();
    return List.of(
        new PeerView(
            health.name(),
            health.target(),
            health.checkedAt().isPresent() ? health.up() : null,
            health.breakerState(),
            health.detail(),
            health.checkedAt().orElse(null)),
        last.map(Answer::receiver).orElseGet(() -> unknown("")));
  }

  private static PeerView receiver(List<PeerState> peers) {
    return peers.stream()
        .filter(peer -> peer.getName().equals(RECEIVER))
        .findFirst()
        .map(ChannelWatch::view)
        .orElseGet(() -> unknown("the channel says nothing of it"));
  }

  private static PeerView view(PeerState peer) {
    return new PeerView(
        peer.getName(),
        peer.getTarget(),
        peer.hasCheckedAt() ? peer.getUp() : null,
        peer.getBreaker(),
        peer.getDetail(),
        peer.hasCheckedAt()
            ? Instant.ofEpochSecond(
                peer.getCheckedAt().getSeconds(), peer.getCheckedAt().getNanos())
            : null);
  }

  private static PeerView unknown(String why) {
    return new PeerView(RECEIVER, "", null, "", why, null);
  }
}
