package io.semlink.channel.physics;

import org.apache.commons.rng.UniformRandomProvider;

/** Independent gains, generated a page at a time, each page from a random stream of its own. */
final class PagedFading implements FadingProcess {
  /** Blocks per page. Part of the definition of a realisation: changing it changes all gains. */
  private static final int PAGE = 1024;

  private final GainSampler sampler;
  private final long seed;
  private final double[] gains = new double[PAGE];
  private long loadedPage;
  private boolean loaded;

  PagedFading(GainSampler sampler, long seed) {
    this.sampler = sampler;
    this.seed = seed;
  }

  @Override
  public double gain(long block) {
    long page = Math.floorDiv(block, PAGE);
    if (page != loadedPage || !loaded) {
      load(page);
    }
    return gains[(int) Math.floorMod(block, (long) PAGE)];
  }

  private void load(long page) {
    UniformRandomProvider random = RandomStreams.open(seed, page);
    for (int i = 0; i < PAGE; i++) {
      gains[i] = sampler.sample(random);
    }
    loadedPage = page;
    loaded = true;
  }
}
