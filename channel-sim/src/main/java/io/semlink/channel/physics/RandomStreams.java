package io.semlink.channel.physics;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Independent random streams derived from one seed.
 *
 * <p>A stream is named by a number; its generator, xoshiro256++ (D. Blackman and S. Vigna,
 * "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021; DOI 10.1145/3460772), is
 * seeded with four words of a SplitMix64 sequence that no other stream of the seed uses. Streams
 * can thus be opened in any order, which makes every block of a link reachable without walking
 * there.
 */
public final class RandomStreams {
  /** The generator's name as echoed in link states and recordings. */
  public static final String ALGORITHM = "XO_SHI_RO_256_PP";

  /** Weyl increment of SplitMix64: 2^64 divided by the golden ratio, made odd. */
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private static final int SEED_WORDS = 4;

  private RandomStreams() {}

  /**
   * Opens a stream.
   *
   * @param seed the link's seed, any value
   * @param stream the stream's number, any value
   * @return a generator at the start of that stream
   */
  public static UniformRandomProvider open(long seed, long stream) {
    long base = mix(seed + GOLDEN_GAMMA);
    long[] words = new long[SEED_WORDS];
    for (int i = 0; i < SEED_WORDS; i++) {
      words[i] = mix(base + (SEED_WORDS * stream + i + 1) * GOLDEN_GAMMA);
    }
    return RandomSource.XO_SHI_RO_256_PP.create(words);
  }

  /** Finaliser of SplitMix64 (variant 13 of D. Stafford's mixers of MurmurHash3). */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
