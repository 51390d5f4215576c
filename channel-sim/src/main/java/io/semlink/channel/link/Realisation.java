package io.semlink.channel.link;

import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.FadingProcess;
import java.time.Duration;

/**
 * The blocks of a link under one configuration, a pure function of it. Not safe for use by several
 * threads at once.
 */
public final class Realisation {
  private final LinkConfig config;
  private final FadingProcess process;
  private final long firstBlock;

  /**
   * Begins a realisation.
   *
   * @param config the configuration
   * @param firstBlock number of the block at which its SNR schedule begins
   */
  public Realisation(LinkConfig config, long firstBlock) {
    this.config = config;
    this.process = config.fading().process(config.seed(), config.coherenceTime());
    this.firstBlock = firstBlock;
  }

  /**
   * Returns everything about a block.
   *
   * @param index its number, at least 0
   * @return the block, its complex gain, and what transmitters are told of it
   */
  public Recording.Entry entry(long index) {
    if (config.recording().isPresent()) {
      Recording.Entry played = config.recording().get().entry(index);
      Block block = played.block();
      return new Recording.Entry(
          new Block(index, block.gain(), block.snrDb(), block.bandwidthHz(), block.duration()),
          played.coefficient(),
          played.knownGain());
    }
    return new Recording.Entry(
        block(index),
        process.coefficient(index),
        config.stateInformation().reportedGain(process, index, config.seed()));
  }

  /**
   * Returns a block.
   *
   * @param index its number, at least 0
   * @return the block
   */
  public Block block(long index) {
    if (config.recording().isPresent()) {
      return entry(index).block();
    }
    Duration sinceStart = config.coherenceTime().multipliedBy(Math.max(0, index - firstBlock));
    return new Block(
        index,
        process.gain(index),
        config.snr().snrDb(sinceStart),
        config.bandwidthHz(),
        config.coherenceTime());
  }
}
