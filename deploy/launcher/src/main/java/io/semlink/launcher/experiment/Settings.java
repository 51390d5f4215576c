package io.semlink.launcher.experiment;

import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.fidelity.Gvif;
import io.semlink.codec.image.PhotoReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * What all experiments share.
 *
 * @param grid how finely settings are stepped through
 * @param sidePx photos are cut to their central square and resampled to this side, in pixels
 * @param seed seed of all that is random: noise of the receiver, random masks
 * @param examples folder of the photos whose pictures may be shown
 */
public record Settings(Grid grid, int sidePx, long seed, Path examples) {
  /** Side of the paper's photos, in pixels. */
  public static final int PAPER_SIDE_PX = 512;

  /** Visual noise of the paper. */
  static final double GAMMA_SQUARED = Gvif.DEFAULT_GAMMA_SQUARED;

  /** Greatest filtering threshold of the paper. */
  static final double ALPHA_TH = 0.8;

  /** Floor of the mask PSNR of the paper's Fig. 9, in dB. */
  static final double FLOOR_DB = 30;

  private static final double PAPER_BANDWIDTH_HZ = 1e6;

  /** Checks the size. */
  public Settings {
    if (sidePx < PhotoReader.MIN_SIDE || sidePx > 2048) {
      throw new IllegalArgumentException(
          "the side must be " + PhotoReader.MIN_SIDE + " to 2048 pixels: " + sidePx);
    }
  }

  /** How finely settings are stepped through. */
  public enum Grid {
    /** A few settings, for a look and for tests. */
    SMALL,
    /** All settings of the figures. */
    FULL;

    /** Picks by grid. */
    <T> T pick(T small, T full) {
      return this == SMALL ? small : full;
    }
  }

  /** The same with photos of at most a side. */
  Settings atMost(int maxSidePx) {
    return new Settings(grid, Math.min(sidePx, maxSidePx), seed, examples);
  }

  /** The paper's 1 MHz for 512x512 pixels, and as much per pixel for other sizes, in Hz. */
  double bandwidthHz() {
    return PAPER_BANDWIDTH_HZ * sidePx * sidePx / (PAPER_SIDE_PX * PAPER_SIDE_PX);
  }

  /** What a link without fading carries. */
  LinkBudget budget(double snrDb, double limitMs) {
    double capacity = bandwidthHz() * Math.log1p(Math.pow(10, snrDb / 10)) / Math.log(2);
    return new LinkBudget(capacity, Duration.ofNanos(Math.round(limitMs * 1e6)));
  }

  /** SNRs of Fig. 9(a), in dB. */
  double[] snrsDb() {
    int step = grid.pick(5, 1);
    return IntStream.iterate(-2, snr -> snr <= 23, snr -> snr + step).asDoubleStream().toArray();
  }
}
