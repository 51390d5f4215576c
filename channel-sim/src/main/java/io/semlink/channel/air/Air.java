package io.semlink.channel.air;

import io.semlink.channel.physics.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The time line of a link: units (bits at capacity, or symbols) go out one after the other, each
 * block at a rate of its own.
 *
 * <p>Units of a run without a gap are counted and compared with {@code sum of r_i t_i} over the
 * blocks, {@code t_i} being the part of block i within the deadline; no rounded time enters, so
 * exactly {@code r T} units fit in T. Not safe for use by several threads at once.
 */
public final class Air {
  private static final double NANOS_PER_SECOND = 1e9;

  private final BlockSource blocks;
  private final ToDoubleFunction<Block> unitsPerSecond;

  private @Nullable Block block;
  private long blockStartNanos;

  /** Where the run began, or its last block if that was later. */
  private long fromNanos;

  /** What the air could have carried from the run's beginning to {@link #fromNanos}. */
  private double capacityBefore;

  /** What it carried since the run's beginning. */
  private long runUnits;

  private long nowNanos;

  /**
   * Begins at the start of a block, at instant 0.
   *
   * @param blocks the blocks it will meet; the first is taken when it is first looked at
   * @param unitsPerSecond rate of a block, at least 0
   */
  public Air(BlockSource blocks, ToDoubleFunction<Block> unitsPerSecond) {
    this.blocks = blocks;
    this.unitsPerSecond = unitsPerSecond;
  }

  /**
   * Units that went out in one block.
   *
   * @param block the block
   * @param units how many, at least 1
   */
  public record Run(Block block, long units) {}

  /**
   * What became of units sent.
   *
   * @param onTime units that were out before the deadline
   * @param runs where, in order; their units add up to {@code onTime}
   */
  public record Sent(long onTime, List<Run> runs) {}

  /**
   * Returns the block in which the air stands.
   *
   * @return the present block
   */
  public Block block() {
    Block present = block;
    if (present == null) {
      present = blocks.next();
      block = present;
    }
    return present;
  }

  /**
   * Returns the present instant.
   *
   * @return nanoseconds since the start of the first block
   */
  public long nanos() {
    return nowNanos;
  }

  /**
   * Leaves the air empty until an instant. One that has passed changes nothing.
   *
   * @param nanos nanoseconds since the start of the first block
   */
  public void idleUntil(long nanos) {
    if (nanos <= nowNanos) {
      return;
    }
    while (blockStartNanos + block().duration().toNanos() <= nanos) {
      blockStartNanos += block().duration().toNanos();
      block = blocks.next();
    }
    beginRun(nanos);
  }

  /**
   * Sends units from the present instant on. Afterwards the air stands at their end, or at the
   * deadline if that was earlier.
   *
   * @param units how many, at least 0
   * @param deadlineNanos instant after which no unit counts
   * @return how many were out in time, and in which blocks
   */
  public Sent send(long units, long deadlineNanos) {
    List<Run> runs = new ArrayList<>(1);
    if (deadlineNanos < nowNanos) {
      return new Sent(0, runs);
    }
    long first = runUnits;
    long target = runUnits + units;
    while (true) {
      Block current = block();
      double rate = unitsPerSecond.applyAsDouble(current);
      long blockEnd = blockStartNanos + current.duration().toNanos();
      long usableEnd = Math.min(blockEnd, deadlineNanos);
      double capacity = capacityBefore + rate * ((usableEnd - fromNanos) / NANOS_PER_SECOND);
      if (target <= capacity) {
        long finish = fromNanos + Math.round((target - capacityBefore) / rate * NANOS_PER_SECOND);
        nowNanos = Math.max(nowNanos, Math.min(finish, usableEnd));
        moveTo(target, current, runs);
        return new Sent(units, runs);
      }
      moveTo(Math.max(runUnits, (long) capacity), current, runs);
      if (deadlineNanos <= blockEnd) {
        long onTime = runUnits - first;
        beginRun(deadlineNanos);
        return new Sent(onTime, runs);
      }
      capacityBefore = capacity;
      blockStartNanos = blockEnd;
      fromNanos = blockEnd;
      block = blocks.next();
    }
  }

  private void moveTo(long units, Block current, List<Run> runs) {
    if (units > runUnits) {
      runs.add(new Run(current, units - runUnits));
      runUnits = units;
    }
  }

  private void beginRun(long nanos) {
    nowNanos = nanos;
    fromNanos = nanos;
    capacityBefore = 0.0;
    runUnits = 0;
  }
}
