package io.semlink.channel.physics;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * Independent power gains, generated a page at a time, each page from a random stream of its own;
 * the phases are independent and uniform.
 */
final class PagedPower implements FadingProcess {
  /** Blocks per page. Part of the definition of a realisation: changing it changes all gains. */
  static final int PAGE = 1024;

  private final Pages<double[]> pages;
  private final UniformPhases phases;

  PagedPower(GainSampler sampler, long seed) {
    this.pages = new Pages<>(PAGE, page -> draw(sampler, RandomStreams.open(seed, page)));
    this.phases = new UniformPhases(seed);
  }

  @Override
  public double gain(long block) {
    return pages.of(block)[pages.place(block)];
  }

  @Override
  public Complex coefficient(long block) {
    return Complex.polar(gain(block), phases.phase(block));
  }

  private static double[] draw(GainSampler sampler, UniformRandomProvider random) {
    double[] gains = new double[PAGE];
    for (int i = 0; i < PAGE; i++) {
      gains[i] = sampler.sample(random);
    }
    return gains;
  }
}
