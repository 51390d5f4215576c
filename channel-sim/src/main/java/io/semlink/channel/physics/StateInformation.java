package io.semlink.channel.physics;

import java.time.Duration;

/** What a transmitter is told of the block it is about to use. */
public sealed interface StateInformation {

  /**
   * Returns the gain reported for a block.
   *
   * @param process the link's gains
   * @param block number of the block about to be used
   * @param seed the link's seed
   * @return power gain, at least 0; a pure function of the arguments
   */
  double reportedGain(FadingProcess process, long block, long seed);

  /** The gain of the block itself. */
  record Perfect() implements StateInformation {
    @Override
    public double reportedGain(FadingProcess process, long block, long seed) {
      return process.gain(block);
    }
  }

  /**
   * The gain of an earlier block.
   *
   * @param blocks how many blocks earlier, 0 to 1 000 000
   */
  record Delayed(int blocks) implements StateInformation {
    private static final int MAX_BLOCKS = 1_000_000;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the delay is outside its range
     */
    public Delayed {
      if (blocks < 0 || blocks > MAX_BLOCKS) {
        throw new IllegalArgumentException(
            "state delay must be 0 to %d blocks, but is %d".formatted(MAX_BLOCKS, blocks));
      }
    }

    /**
     * Returns the delay that covers a time.
     *
     * @param delay age of the state, at least 0
     * @param block length of a block, positive
     * @return that delay, rounded up to whole blocks
     * @throws IllegalArgumentException if it is outside its range
     */
    public static Delayed by(Duration delay, Duration block) {
      long blocks = -Math.floorDiv(-delay.toNanos(), block.toNanos());
      return new Delayed((int) Math.max(-1L, Math.min(MAX_BLOCKS + 1L, blocks)));
    }

    @Override
    public double reportedGain(FadingProcess process, long block, long seed) {
      return process.gain(block - blocks);
    }
  }

  /**
   * The gain of the block with a Gaussian error in decibels.
   *
   * @param sigmaDb standard deviation of the error in dB, in [0, 40]
   */
  record Noisy(double sigmaDb) implements StateInformation {
    private static final double MAX_SIGMA_DB = 40.0;

    /** Keeps the errors apart from the gains, which are drawn from streams of the seed itself. */
    private static final long ERROR_STREAMS = 0x5354415445455252L;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if sigma is outside [0, 40] dB or not a number
     */
    public Noisy {
      if (!(sigmaDb >= 0.0 && sigmaDb <= MAX_SIGMA_DB)) {
        throw new IllegalArgumentException("state error must be 0 to 40 dB, but is " + sigmaDb);
      }
    }

    @Override
    public double reportedGain(FadingProcess process, long block, long seed) {
      double error = Samplers.normal(RandomStreams.open(seed ^ ERROR_STREAMS, block));
      return process.gain(block) * Decibels.toLinear(sigmaDb * error);
    }
  }

  /** Nothing but the mean: the gain is reported as 1. */
  record MeanOnly() implements StateInformation {
    @Override
    public double reportedGain(FadingProcess process, long block, long seed) {
      return 1.0;
    }
  }
}
