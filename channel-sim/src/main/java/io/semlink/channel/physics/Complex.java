package io.semlink.channel.physics;

/**
 * A complex number.
 *
 * @param re real part
 * @param im imaginary part
 */
public record Complex(double re, double im) {
  /**
   * Returns the number of a given power and phase.
   *
   * @param power squared modulus, at least 0
   * @param phase phase in radians
   * @return {@code sqrt(power) e^(i phase)}, the same to the last bit on every JVM
   */
  public static Complex polar(double power, double phase) {
    double modulus = Math.sqrt(power);
    return new Complex(modulus * StrictMath.cos(phase), modulus * StrictMath.sin(phase));
  }

  /**
   * Returns the squared modulus.
   *
   * @return {@code re^2 + im^2}
   */
  public double power() {
    return re * re + im * im;
  }
}
