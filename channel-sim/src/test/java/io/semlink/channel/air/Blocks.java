package io.semlink.channel.air;

import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.FadingProcess;
import java.time.Duration;

/** Blocks of 1 MHz for tests. */
final class Blocks {
  private Blocks() {}

  /** Blocks of the given gains, again and again. */
  static BlockSource of(double snrDb, Duration duration, double... gains) {
    long[] next = new long[1];
    return () -> {
      long index = next[0]++;
      return new Block(index, gains[(int) (index % gains.length)], snrDb, 1e6, duration);
    };
  }

  /** One block that does not end within a test. */
  static BlockSource constant(double snrDb) {
    return of(snrDb, Duration.ofHours(1), 1.0);
  }

  static BlockSource fading(FadingLaw law, double snrDb, Duration duration, long seed) {
    FadingProcess process = law.process(seed, duration);
    long[] next = new long[1];
    return () -> {
      long index = next[0]++;
      return new Block(index, process.gain(index), snrDb, 1e6, duration);
    };
  }
}
