package io.semlink.channel.physics;

/** Conversions between decibels and linear power ratios, the same to the last bit on every JVM. */
public final class Decibels {
  private Decibels() {}

  /**
   * Returns the linear power ratio of a level.
   *
   * @param db level in dB
   * @return {@code 10^(db / 10)}
   */
  public static double toLinear(double db) {
    return StrictMath.pow(10.0, db / 10.0);
  }

  /**
   * Returns the level of a linear power ratio.
   *
   * @param ratio power ratio, at least 0
   * @return {@code 10 log10(ratio)}; negative infinity for 0
   */
  public static double fromLinear(double ratio) {
    return 10.0 * StrictMath.log10(ratio);
  }
}
