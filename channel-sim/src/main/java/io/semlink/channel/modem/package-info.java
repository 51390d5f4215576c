/**
 * The modem: bits to complex symbols and back to what the receiver believes of each bit.
 *
 * <p>Nothing here knows of links or time. Conventions:
 *
 * <ul>
 *   <li>Complex samples lie in two float arrays, in-phase and quadrature, of unit mean symbol
 *       power.
 *   <li>Bits lie one to a byte, 0 or 1, the first bit first.
 *   <li>A log-likelihood ratio is {@code ln P(bit = 0) / P(bit = 1)}: positive speaks for 0.
 *   <li>Noise variances are those of the complex sample, half of it per real dimension; an SNR is
 *       Es/N0, linear.
 * </ul>
 *
 * <p>What decides over received bits uses IEEE arithmetic and {@link StrictMath} alone, so that it
 * is the same to the last bit on every JVM.
 */
@NullMarked
package io.semlink.channel.modem;

import org.jspecify.annotations.NullMarked;
