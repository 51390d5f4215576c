package io.semlink.channel.link;

import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.Complex;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that a link used, to be met again: in order without gaps, and from the first again after
 * the last. Immutable, equal to another of the same content.
 */
public final class Recording {
  /** Most blocks of a recording. */
  public static final int MAX_BLOCKS = 1_000_000;

  private static final double MAX_SNR_DB = 100.0;

  private final List<Entry> blocks;
  private final String sha256;

  /**
   * One block as it was used.
   *
   * @param block number, power gain, mean SNR, bandwidth, length
   * @param coefficient complex gain h
   * @param knownGain power gain that transmitters were told
   */
  public record Entry(Block block, Complex coefficient, double knownGain) {
    /**
     * Checks the ranges, which are those of a link's settings.
     *
     * @throws IllegalArgumentException if a value is outside its range
     */
    public Entry {
      require(Double.isFinite(block.gain()), "power gain must be finite");
      require(
          knownGain >= 0.0 && Double.isFinite(knownGain),
          "known gain must be 0 or more, but is " + knownGain);
      require(
          Math.abs(block.snrDb()) <= MAX_SNR_DB, "SNR must be -100 to 100 dB: " + block.snrDb());
      require(
          block.bandwidthHz() >= LinkConfig.MIN_BANDWIDTH_HZ
              && block.bandwidthHz() <= LinkConfig.MAX_BANDWIDTH_HZ,
          "bandwidth is out of range: " + block.bandwidthHz());
      require(
          block.duration().compareTo(LinkConfig.MIN_COHERENCE_TIME) >= 0
              && block.duration().compareTo(LinkConfig.MAX_COHERENCE_TIME) <= 0,
          "length of a block is out of range: " + block.duration());
    }

    private static void require(boolean condition, String message) {
      if (!condition) {
        throw new IllegalArgumentException(message);
      }
    }
  }

  /**
   * Copies and checks the blocks.
   *
   * @param blocks at least one and at most {@link #MAX_BLOCKS}, of successive numbers
   * @throws IllegalArgumentException if there are none, too many, or numbers are missing
   */
  public Recording(List<Entry> blocks) {
    this.blocks = List.copyOf(blocks);
    if (blocks.isEmpty() || blocks.size() > MAX_BLOCKS) {
      throw new IllegalArgumentException(
          "a recording has 1 to %d blocks, not %d".formatted(MAX_BLOCKS, blocks.size()));
    }
    long first = blocks.get(0).block().index();
    for (int i = 0; i < blocks.size(); i++) {
      long index = blocks.get(i).block().index();
      if (index != first + i) {
        throw new IllegalArgumentException(
            "block %d follows block %d: blocks must be in order without gaps"
                .formatted(index, first + i - 1));
      }
    }
    this.sha256 = digest(this.blocks);
  }

  /**
   * Returns how long it is.
   *
   * @return blocks, at least 1
   */
  public int size() {
    return blocks.size();
  }

  /**
   * Returns where playing back begins.
   *
   * @return number of the first recorded block
   */
  public long firstBlock() {
    return blocks.get(0).block().index();
  }

  /**
   * Returns what is played back as a block.
   *
   * @param index number of the block, at least that of the first
   * @return the recorded block; its own number may be another after the recording's end
   */
  public Entry entry(long index) {
    return blocks.get((int) Math.floorMod(index - firstBlock(), (long) blocks.size()));
  }

  /**
   * Returns the digest of the content.
   *
   * @return SHA-256 in hexadecimal digits
   */
  public String sha256() {
    return sha256;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Recording recording && sha256.equals(recording.sha256);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }

  @Override
  public String toString() {
    return "Recording[%d blocks from %d on, sha256=%s]".formatted(size(), firstBlock(), sha256);
  }

  private static String digest(List<Entry> blocks) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    ByteBuffer entry = ByteBuffer.allocate(8 * Long.BYTES);
    for (Entry played : blocks) {
      Block block = played.block();
      Duration duration = block.duration();
      entry.clear();
      entry.putLong(block.index()).putDouble(block.gain()).putDouble(block.snrDb());
      entry.putDouble(block.bandwidthHz()).putLong(duration.toNanos());
      entry.putDouble(played.coefficient().re()).putDouble(played.coefficient().im());
      entry.putDouble(played.knownGain());
      digest.update(entry.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
