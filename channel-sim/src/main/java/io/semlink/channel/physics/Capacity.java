package io.semlink.channel.physics;

/** Shannon's capacity of the complex Gaussian channel and its inverse. */
public final class Capacity {
  private static final double LN2 = StrictMath.log(2.0);

  private Capacity() {}

  /**
   * Returns the spectral efficiency {@code log2(1 + snr)} (C. E. Shannon, "Communication in the
   * presence of noise", Proc. IRE 37, 1949, eq. 20; DOI 10.1109/JRPROC.1949.232969).
   *
   * @param snr linear receive SNR, at least 0
   * @return bit/s/Hz
   */
  public static double spectralEfficiency(double snr) {
    return StrictMath.log1p(snr) / LN2;
  }

  /**
   * Returns the rate at which a band can be used without error.
   *
   * @param bandwidthHz bandwidth in Hz
   * @param snr linear receive SNR, at least 0
   * @return bit/s
   */
  public static double bitsPerSecond(double bandwidthHz, double snr) {
    return bandwidthHz * spectralEfficiency(snr);
  }

  /**
   * Returns the SNR a spectral efficiency needs, {@code 2^r - 1}.
   *
   * @param spectralEfficiency bit/s/Hz, at least 0
   * @return linear SNR
   */
  public static double requiredSnr(double spectralEfficiency) {
    return StrictMath.expm1(spectralEfficiency * LN2);
  }
}
