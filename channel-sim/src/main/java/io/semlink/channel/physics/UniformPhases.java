package io.semlink.channel.physics;

/** Independent phases for gains that are known by their power alone. */
final class UniformPhases {
  /** Keeps the phases apart from the gains, which are drawn from streams of the seed itself. */
  private static final long PHASE_STREAMS = 0x5048415345530000L;

  private final long seed;

  UniformPhases(long seed) {
    this.seed = seed ^ PHASE_STREAMS;
  }

  /** Returns the phase of a block in [0, 2 pi). */
  double phase(long block) {
    return 2.0 * Math.PI * RandomStreams.open(seed, block).nextDouble();
  }
}
