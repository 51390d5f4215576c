package io.semlink.channel.link;

import io.semlink.channel.air.Terms;
import io.semlink.channel.physics.Block;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A simulated radio link that can be used, watched, changed and recorded by several threads.
 *
 * <p>Changes apply from the next block on: a transmission under way keeps the block it is in.
 */
public final class Link {
  private final String name;
  private final Clock clock;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final List<Recorder> recorders = new CopyOnWriteArrayList<>();

  // All below are guarded by this. A band's monitor is never asked for while this one is held.
  private LinkConfig config;
  private Realisation realisation;
  private @Nullable SharedBand band;
  private long nextBlock;
  private long scheduleStart;
  private long resets;
  private LinkFigures figures = LinkFigures.ZERO;
  private Instant changedAt;

  /**
   * Creates a link at its first block.
   *
   * @param config its configuration
   * @param clock tells when changes were made
   */
  public Link(LinkConfig config, Clock clock) {
    this.name = config.name();
    this.clock = clock;
    this.config = config;
    this.nextBlock = firstBlock(config);
    this.scheduleStart = nextBlock;
    this.realisation = new Realisation(config, scheduleStart);
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
    Block next = realisation.block(nextBlock);
    return new LinkSnapshot(trueState(next, 0.0, 0), knownState(next, 0.0, 0), figures, changedAt);
  }

  /**
   * Returns what a transmitter may know of the next block.
   *
   * @return state of the block that the next transmission begins in, if the link is not shared
   */
  public LinkState knownState() {
    return snapshot().knownState();
  }

  /**
   * Changes the configuration from the next block on. A new seed or law starts a new realisation at
   * the present block number, a new SNR schedule begins there, a recording at its first block.
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
      boolean newRecording =
          changed.recording().isPresent() && !changed.recording().equals(config.recording());
      boolean sameBand =
          changed.model().equals(config.model())
              && changed.sharing() == config.sharing()
              && changed.pacing() == config.pacing();
      boolean sameTime =
          changed.snr().equals(config.snr())
              && changed.coherenceTime().equals(config.coherenceTime());
      if (newRecording) {
        nextBlock = firstBlock(changed);
        recorders.forEach(Recorder::ended);
      }
      scheduleStart = sameTime && !newRecording ? scheduleStart : nextBlock;
      apply(changed);
      if (newRecording || !sameBand) {
        band = null;
      }
    }
    tell();
  }

  /**
   * Returns to the first block, so that what follows repeats what followed the start under the same
   * configuration, and sets the figures to zero.
   *
   * @param seed new seed; empty keeps the present one
   */
  public void reset(OptionalLong seed) {
    synchronized (this) {
      LinkConfig same = config.withSeed(seed.orElse(config.seed()));
      nextBlock = firstBlock(same);
      scheduleStart = nextBlock;
      apply(same);
      band = null;
      resets++;
      recorders.forEach(Recorder::ended);
      figures = LinkFigures.ZERO;
    }
    tell();
  }

  /**
   * Opens a transmission. On a link that is not shared it is given the next block, on a shared one
   * it begins in the block in which the air stands.
   *
   * @param use limit, margin, priority
   * @return the transmission, to be closed in every case
   * @throws InvalidLinkException if nothing can arrive within the limit
   */
  public LinkTransmission open(LinkUse use) {
    LinkTransmission transmission =
        sharedBand().map(shared -> openShared(shared, use)).orElseGet(() -> openSeparate(use));
    tell();
    return transmission;
  }

  /**
   * Opens a transmission without margin, of lowest priority.
   *
   * @param limit time from the first segment offered to the last bit received
   * @return as {@link #open(LinkUse)}
   */
  public LinkTransmission open(Duration limit) {
    return open(LinkUse.within(limit));
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

  /**
   * Records the link: the recorder is given each block when it is first used, in order.
   *
   * @param recorder hears of blocks from now on
   * @return ends the recording when run
   */
  public Runnable record(Recorder recorder) {
    recorders.add(recorder);
    return () -> recorders.remove(recorder);
  }

  /** Adds what a transmission carried, unless the link was reset since it opened. */
  void closed(long resetsAtOpening, LinkFigures carried) {
    synchronized (this) {
      if (resets != resetsAtOpening) {
        return;
      }
      figures = figures.plus(carried);
    }
    tell();
  }

  /** Tells those who watch and record that the link was taken out of its registry. */
  void removed() {
    synchronized (this) {
      recorders.forEach(Recorder::ended);
    }
    tell();
  }

  private void tell() {
    watchers.forEach(Runnable::run);
  }

  private synchronized Optional<SharedBand> sharedBand() {
    if (config.sharing() == Sharing.SEPARATE) {
      return Optional.empty();
    }
    SharedBand present = band;
    if (present == null) {
      present = new SharedBand(config, walk(), System::nanoTime);
      band = present;
    }
    return Optional.of(present);
  }

  private synchronized LinkTransmission openSeparate(LinkUse use) {
    Duration airLimit = airLimit(use);
    Block first = realisation.block(nextBlock);
    LinkState known = knownState(first, use.marginDb(), 0);
    Terms terms = new Terms(0, airLimit, known.plannedSnr(), config.seed(), first.index());
    BandUse separate = new SeparateBand(config.model(), walk(), terms);
    return new LinkTransmission(this, separate, known, trueState(first, use.marginDb(), 0), resets);
  }

  private LinkTransmission openShared(SharedBand shared, LinkUse use) {
    synchronized (shared) {
      int sharers = shared.rivals(use.priority()) + 1;
      Block block = shared.block();
      synchronized (this) {
        Duration airLimit = airLimit(use);
        Block first = realisation.block(block.index());
        LinkState known = knownState(first, use.marginDb(), sharers);
        LinkState truth = trueState(first, use.marginDb(), sharers);
        BandUse member = shared.enrol(airLimit, known.plannedSnr(), config.seed(), use.priority());
        return new LinkTransmission(this, member, known, truth, resets);
      }
    }
  }

  private Duration airLimit(LinkUse use) {
    Duration delay = config.propagationDelay();
    if (use.limit().compareTo(delay) <= 0) {
      throw new InvalidLinkException(
          "latency_limit",
          "must be above the propagation delay of %s, but is %s".formatted(delay, use.limit()));
    }
    return use.limit().minus(delay);
  }

  /** Begins a walk at the next block, which is used from now on. */
  private BlockWalk walk() {
    long walkResets = resets;
    return new BlockWalk(take(nextBlock, walkResets), index -> take(index, walkResets));
  }

  /** Hands a block out to be used, and has it recorded if it is used for the first time. */
  private synchronized Block take(long index, long walkResets) {
    if (walkResets == resets && index >= nextBlock) {
      nextBlock = index + 1;
      if (!recorders.isEmpty()) {
        Recording.Entry entry = realisation.entry(index);
        recorders.forEach(recorder -> recorder.used(entry));
      }
    }
    return realisation.block(index);
  }

  private LinkState trueState(Block block, double marginDb, int sharers) {
    return new LinkState(config, block, true, marginDb, sharers);
  }

  private LinkState knownState(Block block, double marginDb, int sharers) {
    Block known =
        new Block(
            block.index(),
            realisation.knownGain(block.index()),
            block.snrDb(),
            block.bandwidthHz(),
            block.duration());
    return new LinkState(config, known, false, marginDb, sharers);
  }

  private void apply(LinkConfig changed) {
    config = changed;
    realisation = new Realisation(config, scheduleStart);
    changedAt = clock.instant();
  }

  private static long firstBlock(LinkConfig config) {
    return config.recording().map(Recording::firstBlock).orElse(0L);
  }
}
