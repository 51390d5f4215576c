package io.semlink.launcher.eval;

import io.semlink.codec.control.LinkBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a policy table is made for.
 *
 * @param snrDb states of the link, rising, in dB
 * @param deadlineMs limit on the time on the air
 * @param size side that the photos are scaled to, in pixels
 * @param maxAlpha greatest threshold
 * @param minMaskPsnrDb floor on the mean PSNR of a point, in dB; 0 for none
 * @param gammaSquared variance of the visual noise of GVIF
 * @param seed seed of Algorithm 1
 * @param curves file that keeps the measured curves
 */
public record PolicySettings(
    PolicyMethod method,
    List<Double> snrDb,
    double deadlineMs,
    double bandwidthHz,
    int size,
    double maxAlpha,
    double minMaskPsnrDb,
    double gammaSquared,
    long seed,
    Optional<Path> curves) {
  private static final int MIN_SIZE = 32;
  private static final int MAX_SIZE = 4096;

  /** Checks ranges. */
  public PolicySettings {
    snrDb = List.copyOf(snrDb);
    for (int i = 1; i < snrDb.size(); i++) {
      require(snrDb.get(i) > snrDb.get(i - 1), "the SNRs must rise: " + snrDb);
    }
    require(!snrDb.isEmpty(), "there is no SNR");
    require(deadlineMs > 0 && deadlineMs <= 3.6e6, "the limit must be in (0, 3600000] ms");
    require(bandwidthHz > 0 && bandwidthHz <= 1e12, "the bandwidth must be in (0, 1e12] Hz");
    require(size >= MIN_SIZE && size <= MAX_SIZE, "the size must be in [32, 4096] pixels");
    double most = CurveMeasurement.ALPHAS.get(CurveMeasurement.ALPHAS.size() - 1);
    require(
        maxAlpha >= 0 && maxAlpha <= most,
        "the greatest threshold must be in [0, " + most + "]: curves are measured no further");
    require(minMaskPsnrDb >= 0 && minMaskPsnrDb <= 60, "the floor must be in [0, 60] dB");
    require(gammaSquared > 0, "gamma^2 must be more than 0");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** What the link carries at an SNR without fading: B log2(1 + SNR) T_max. */
  LinkBudget budget(double snr) {
    double capacity = bandwidthHz * Math.log1p(Math.pow(10, snr / 10)) / Math.log(2);
    return new LinkBudget(capacity, Duration.ofNanos(Math.round(deadlineMs * 1e6)));
  }
}
