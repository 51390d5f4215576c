package io.semlink.channel.physics;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Serialises bits at the capacity of each block.
 *
 * <p>Bit number n is on time if {@code n <= sum of C_i t_i} over the blocks, {@code t_i} being the
 * part of block i before the limit. Bits are counted from the start of the message and compared
 * with that sum directly; no rounded time enters, so a message of exactly {@code C T} bits fits in
 * T.
 */
final class CapacityTransmission implements Transmission {
  private static final double NANOS_PER_SECOND = 1e9;

  private final BlockSource blocks;
  private final long limitNanos;

  private @Nullable Block block;
  private long blockStartNanos;
  private double bitsBeforeBlock;

  private long bits;
  private long endNanos;
  private boolean outage;

  CapacityTransmission(BlockSource blocks, Duration limit) {
    if (limit.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("latency limit must be positive, but is " + limit);
    }
    this.blocks = blocks;
    this.limitNanos = limit.toNanos();
  }

  @Override
  public Carried carry(ByteBuffer segment) {
    long sent = (long) segment.remaining() * Byte.SIZE;
    long begin = endNanos;
    long onTime = outage ? 0 : advance(sent);
    ByteBuffer received = segment.slice(segment.position(), (int) (onTime / Byte.SIZE));
    return new Carried(
        received,
        sent,
        onTime,
        Duration.ofNanos(begin),
        Duration.ofNanos(endNanos),
        currentBlock());
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(endNanos);
  }

  @Override
  public boolean outage() {
    return outage;
  }

  /** Puts bits on the air and returns how many of them are on time. */
  private long advance(long sent) {
    long target = bits + sent;
    while (true) {
      Block current = currentBlock();
      double rate = current.capacityBps();
      long blockEnd = blockStartNanos + current.duration().toNanos();
      long usableEnd = Math.min(blockEnd, limitNanos);
      double capacity = bitsBeforeBlock + rate * seconds(usableEnd - blockStartNanos);
      if (target <= capacity) {
        long finish = blockStartNanos + nanos((target - bitsBeforeBlock) / rate);
        endNanos = Math.max(endNanos, Math.min(finish, usableEnd));
        bits = target;
        return sent;
      }
      if (limitNanos <= blockEnd) {
        long onTime = Math.max(0, (long) capacity - bits);
        bits += onTime;
        endNanos = limitNanos;
        outage = true;
        return onTime;
      }
      bitsBeforeBlock = capacity;
      blockStartNanos = blockEnd;
      block = blocks.next();
    }
  }

  private Block currentBlock() {
    Block current = block;
    if (current == null) {
      current = blocks.next();
      block = current;
    }
    return current;
  }

  private static double seconds(long nanos) {
    return nanos / NANOS_PER_SECOND;
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS_PER_SECOND);
  }
}
