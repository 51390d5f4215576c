package io.semlink.channel.link;

import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.FadingProcess;
import io.semlink.channel.physics.StateInformation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A simulated radio link that can be used, watched and changed by several threads.
 *
 * <p>Changes apply from the next block on: a transmission under way keeps the block it is in.
 */
public final class Link {
  private static final StateInformation PERFECT = new StateInformation.Perfect();

  private final String name;
  private final Clock clock;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

  // All below are guarded by this.
  private LinkConfig config;
  private FadingProcess process;
  private long nextBlock;
  private long resets;
  private LinkFigures figures = LinkFigures.ZERO;
  private Instant changedAt;

  /**
   * Creates a link at block 0.
   *
   * @param config its configuration
   * @param clock tells when changes were made
   */
  public Link(LinkConfig config, Clock clock) {
    this.name = config.name();
    this.clock = clock;
    this.config = config;
    this.process = config.fading().process(config.seed(), config.coherenceTime());
    this.changedAt = clock.instant();
  }

  /**
   * Returns the link's name.
   *
   * @return the name, which never changes
   */
  public String name() {
    return name;
  }

  /**
   * Returns everything about the link at one instant.
   *
   * @return a consistent snapshot
   */
  public synchronized LinkSnapshot snapshot() {
    return new LinkSnapshot(state(PERFECT), state(config.stateInformation()), figures, changedAt);
  }

  /**
   * Returns what a transmitter may know of the next block.
   *
   * @return state of the block that the next transmission begins in
   */
  public synchronized LinkState knownState() {
    return state(config.stateInformation());
  }

  /**
   * Changes the configuration from the next block on. A new seed or law starts a new realisation at
   * the present block number.
   *
   * @param change makes the new configuration from the present one, of the same name
   * @throws InvalidLinkException if the new configuration is not valid; nothing is changed then
   */
  public void update(UnaryOperator<LinkConfig> change) {
    synchronized (this) {
      LinkConfig changed = change.apply(config);
      if (!changed.name().equals(name)) {
        throw new InvalidLinkException("name", "cannot be changed");
      }
      apply(changed);
    }
    tell();
  }

  /**
   * Returns to block 0, so that what follows repeats what followed the start under the same
   * configuration, and sets the figures to zero.
   *
   * @param seed new seed; empty keeps the present one
   */
  public void reset(OptionalLong seed) {
    synchronized (this) {
      apply(config.withSeed(seed.orElse(config.seed())));
      nextBlock = 0;
      resets++;
      figures = LinkFigures.ZERO;
    }
    tell();
  }

  /**
   * Opens a transmission, which is given the next block.
   *
   * @param limit time from the first bit sent to the last bit received, longer than the propagation
   *     delay
   * @return the transmission, to be closed in every case
   * @throws InvalidLinkException if nothing can arrive within the limit
   */
  public LinkTransmission open(Duration limit) {
    LinkTransmission transmission;
    synchronized (this) {
      if (limit.compareTo(config.propagationDelay()) <= 0) {
        throw new InvalidLinkException(
            "latency_limit",
            "must be above the propagation delay of %s, but is %s"
                .formatted(config.propagationDelay(), limit));
      }
      transmission =
          new LinkTransmission(
              this, state(config.stateInformation()), state(PERFECT), limit, resets);
      nextBlock++;
    }
    tell();
    return transmission;
  }

  /**
   * Watches the link: the watcher runs whenever its next block or its settings have changed, and
   * when it was taken out of its registry.
   *
   * @param watcher called on the thread that made the change; must be quick
   * @return ends the watch when run
   */
  public Runnable watch(Runnable watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /** Returns a block under the present configuration. */
  synchronized Block block(long index) {
    return new Block(
        index, process.gain(index), config.snrDb(), config.bandwidthHz(), config.coherenceTime());
  }

  /** Moves on behind a transmission and counts it, unless the link was reset since it opened. */
  void closed(long resetsAtOpening, long lastBlock, LinkFigures carried) {
    synchronized (this) {
      if (resets != resetsAtOpening) {
        return;
      }
      nextBlock = Math.max(nextBlock, lastBlock + 1);
      figures = figures.plus(carried);
    }
    tell();
  }

  private LinkState state(StateInformation knowledge) {
    double gain = knowledge.reportedGain(process, nextBlock, config.seed());
    return new LinkState(config, nextBlock, gain, knowledge);
  }

  private void apply(LinkConfig changed) {
    config = changed;
    process = config.fading().process(config.seed(), config.coherenceTime());
    changedAt = clock.instant();
  }

  /** Wakes those who watch. */
  void tell() {
    watchers.forEach(Runnable::run);
  }
}
