package io.semlink.channel.link;

import io.semlink.channel.air.Air;
import io.semlink.channel.air.Carried;
import io.semlink.channel.air.LinkModel;
import io.semlink.channel.air.Payload;
import io.semlink.channel.air.Terms;
import io.semlink.channel.air.Transmission;
import io.semlink.channel.physics.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One band that several transmissions use in turn, segment by segment.
 *
 * <p>Whose turn it is follows start-time fair queueing (P. Goyal, H. M. Vin and H. Cheng, IEEE/ACM
 * Trans. Networking 5, 1997; DOI 10.1109/90.649569), higher priorities first where they count: each
 * gets the same share of the air's time, up to one segment. On a virtual clock a turn is given when
 * all who are in the middle of a message have offered their next segment, so that the outcome does
 * not depend on the speed of threads; who takes longer than {@link #PATIENCE} on the wall clock is
 * passed over until it offers again. In real time a turn is given when the air is free.
 */
final class SharedBand {
  /** Far above the time a neighbour takes to offer its next segment. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  private final LinkModel model;
  private final Sharing sharing;
  private final boolean realTime;
  private final LongSupplier nanoClock;
  private final BlockWalk blocks;
  private final long firstNumber;
  private final Air air;
  private final List<Member> members = new ArrayList<>();
  private long originNanos;
  private boolean begun;
  private boolean alarmSet;
  private long virtualTime;
  private long enrolled;
  private long blocksCounted;

  /**
   * Begins at the start of the walk's next block.
   *
   * @param nanoClock the wall clock, in nanoseconds
   */
  SharedBand(LinkConfig config, BlockWalk blocks, LongSupplier nanoClock) {
    this.model = config.model();
    this.sharing = config.sharing();
    this.realTime = config.pacing() == Pacing.REAL_TIME;
    this.nanoClock = nanoClock;
    this.blocks = blocks;
    this.firstNumber = blocks.first() << 20;
    this.air = new Air(blocks, model::unitsPerSecond);
  }

  /** The block in which the next segment begins, as far as is known now. */
  synchronized Block block() {
    return air.block();
  }

  /** Transmissions open now whose turns a newcomer would share or have to wait for. */
  synchronized int rivals(int priority) {
    return (int)
        members.stream()
            .filter(other -> sharing == Sharing.FAIR || other.priority >= priority)
            .count();
  }

  /** Takes part from now on. */
  synchronized BandUse enrol(Duration limit, double plannedSnr, long seed, int priority) {
    Member member = new Member(limit, plannedSnr, seed, priority, enrolled++);
    members.add(member);
    return member;
  }

  /** Gives as many turns as can be given now. */
  private void dispatch() {
    List<Runnable> outcomes = new ArrayList<>();
    synchronized (this) {
      Optional<Member> next = next();
      while (next.isPresent()) {
        outcomes.add(next.get().takeTurn());
        next = next();
      }
    }
    // Outside of the monitor: who hears of it may have a monitor of its own.
    outcomes.forEach(Runnable::run);
  }

  private Optional<Member> next() {
    Comparator<Member> order = Comparator.comparingLong(member -> member.startTag);
    if (sharing == Sharing.PRIORITY) {
      order = Comparator.<Member>comparingInt(member -> -member.priority).thenComparing(order);
    }
    Optional<Member> first =
        members.stream()
            .filter(member -> member.offered != null)
            .min(order.thenComparingLong(member -> member.number));
    if (first.isEmpty()) {
      return first;
    }
    long wait =
        realTime
            ? air.nanos() - sinceOrigin()
            : members.stream().anyMatch(Member::isExpected) ? PATIENCE.toNanos() : 0;
    if (wait <= 0) {
      return first;
    }
    setAlarm(wait);
    return Optional.empty();
  }

  private void setAlarm(long nanos) {
    if (!alarmSet) {
      alarmSet = true;
      Executor later = CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS);
      later.execute(this::alarm);
    }
  }

  private void alarm() {
    synchronized (this) {
      alarmSet = false;
      long now = nanoClock.getAsLong();
      members.forEach(member -> member.passOverIfLate(now));
    }
    dispatch();
  }

  private long sinceOrigin() {
    return nanoClock.getAsLong() - originNanos;
  }

  /** A transmission that takes turns. */
  private final class Member implements BandUse {
    private final Duration limit;
    private final double plannedSnr;
    private final long seed;
    private final int priority;
    private final long number;
    private @Nullable Transmission transmission;
    private @Nullable Payload offered;
    private CompletableFuture<Carried> outcome = new CompletableFuture<>();
    private long startTag;
    private long finishTag;
    private long servedAtNanos;
    private boolean passedOver;
    private long blocksUsed;
    private boolean left;

    private Member(Duration limit, double plannedSnr, long seed, int priority, long number) {
      this.limit = limit;
      this.plannedSnr = plannedSnr;
      this.seed = seed;
      this.priority = priority;
      this.number = number;
    }

    @Override
    public CompletableFuture<Carried> carry(Payload segment) {
      CompletableFuture<Carried> mine = new CompletableFuture<>();
      synchronized (SharedBand.this) {
        if (left || offered != null) {
          throw new IllegalStateException("it has left, or its last segment still waits");
        }
        offered = segment;
        outcome = mine;
        passedOver = false;
        startTag = Math.max(virtualTime, finishTag);
        if (transmission == null) {
          transmission = begin();
        }
      }
      dispatch();
      return mine;
    }

    private Transmission begin() {
      if (!begun) {
        begun = true;
        originNanos = nanoClock.getAsLong();
      }
      long start = realTime ? sinceOrigin() : air.nanos();
      return model.begin(air, new Terms(start, limit, plannedSnr, seed, firstNumber + number));
    }

    /** Sends what was offered; returns what tells of the outcome. */
    private Runnable takeTurn() {
      Payload segment = offered;
      Transmission mine = transmission;
      if (segment == null || mine == null) {
        throw new IllegalStateException("nothing was offered");
      }
      offered = null;
      if (realTime) {
        air.idleUntil(sinceOrigin());
      }
      long before = air.nanos();
      CompletableFuture<Carried> told = outcome;
      try {
        Carried carried = mine.carry(segment);
        virtualTime = startTag;
        finishTag = startTag + air.nanos() - before;
        blocksUsed += blocks.used() - blocksCounted;
        blocksCounted = blocks.used();
        servedAtNanos = nanoClock.getAsLong();
        return () -> told.complete(carried);
      } catch (RuntimeException e) {
        return () -> told.completeExceptionally(e);
      }
    }

    /** Whether it is in the middle of its message and will offer the next segment soon. */
    private boolean isExpected() {
      return transmission != null && offered == null && !passedOver && !transmission.outage();
    }

    private void passOverIfLate(long nowNanos) {
      passedOver |= isExpected() && nowNanos - servedAtNanos >= PATIENCE.toNanos();
    }

    @Override
    public Duration elapsed() {
      synchronized (SharedBand.this) {
        return transmission == null ? Duration.ZERO : transmission.elapsed();
      }
    }

    @Override
    public boolean outage() {
      synchronized (SharedBand.this) {
        return transmission != null && transmission.outage();
      }
    }

    @Override
    public long blocks() {
      synchronized (SharedBand.this) {
        return blocksUsed;
      }
    }

    @Override
    public void leave() {
      CompletableFuture<Carried> waiting;
      synchronized (SharedBand.this) {
        left = true;
        members.remove(this);
        offered = null;
        waiting = outcome;
      }
      waiting.cancel(false);
      dispatch();
    }
  }
}
