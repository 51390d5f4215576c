package io.semlink.channel.link;

import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.Complex;
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
   * Returns everything about a block, also its phase, which costs more than the rest together and
   * which only recordings and samples need.
   *
   * @param index its number, at least 0
   * @return the block, its complex gain, and what transmitters are told of it
   */
  public Recording.Entry entry(long index) {
    Complex coefficient =
        config
            .recording()
            .map(recording -> recording.entry(index).coefficient())
            .orElseGet(() -> process.coefficient(index));
    return new Recording.Entry(block(index), coefficient, knownGain(index));
  }

  /**
   * Returns a block.
   *
   * @param index its number, at least 0
   * @return the block
   */
  public Block block(long index) {
    if (config.recording().isPresent()) {
      Block played = config.recording().get().entry(index).block();
      return new Block(
          index, played.gain(), played.snrDb(), played.bandwidthHz(), played.duration());
    }
    Duration sinceStart = config.coherenceTime().multipliedBy(Math.max(0, index - firstBlock));
    return new Block(
        index,
        process.gain(index),
        config.snr().snrDb(sinceStart),
        config.bandwidthHz(),
        config.coherenceTime());
  }

  /**
   * Returns what transmitters are told of a block.
   *
   * @param index its number, at least 0
   * @return power gain, at least 0
   */
  public double knownGain(long index) {
    if (config.recording().isPresent()) {
      return config.recording().get().entry(index).knownGain();
    }
    return config.stateInformation().reportedGain(process, index, config.seed());
  }
}
