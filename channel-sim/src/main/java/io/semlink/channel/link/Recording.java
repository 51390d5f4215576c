package io.semlink.channel.link;

import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.Complex;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Blocks that a link used, to be met again: in order without gaps, and from the first again after
 * the last.
 *
 * @param blocks at least one and at most {@link #MAX_BLOCKS}, of successive numbers
 */
public record Recording(List<Entry> blocks) {
  /** Most blocks of a recording. */
  public static final int MAX_BLOCKS = 1_000_000;

  /**
   * One block as it was used.
   *
   * @param block number, power gain, mean SNR, bandwidth, length
   * @param coefficient complex gain h
   * @param knownGain power gain that transmitters were told
   */
  public record Entry(Block block, Complex coefficient, double knownGain) {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the known gain is negative or not a number
     */
    public Entry {
      if (!(knownGain >= 0.0)) {
        throw new IllegalArgumentException("known gain must not be negative: " + knownGain);
      }
    }
  }

  /**
   * Copies and checks the blocks.
   *
   * @throws IllegalArgumentException if there are none, too many, or numbers are missing
   */
  public Recording {
    blocks = List.copyOf(blocks);
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
