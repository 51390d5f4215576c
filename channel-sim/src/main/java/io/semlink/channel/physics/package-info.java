/**
 * The physics of the wireless link: fading laws, blocks, capacity and air time.
 *
 * <p>Nothing here knows of networks or services. The conventions, used everywhere and written down
 * once in {@code docs/channel.md}:
 *
 * <ul>
 *   <li>Received sample {@code r = h g + o}: unit symbol power {@code E|g|^2 = 1}, unit mean power
 *       gain {@code E|h|^2 = 1}, noise {@code o ~ CN(0, sigma^2)}, that is {@code sigma^2 / 2} per
 *       real dimension. Hence {@code snr_db = 10 log10(1 / sigma^2)} is the <em>mean receive</em>
 *       SNR, Es/N0.
 *   <li>{@code |h|^2} is constant over a block, one coherence time long (block fading). The next
 *       block's is drawn anew, or moves on as Doppler shift and shadowing say.
 *   <li>The capacity of a block is {@code C = B log2(1 + |h|^2 snr)} in bit/s, {@code B} in Hz.
 *   <li>Outage: the bits sent do not all fit before the latency limit at the capacity of the blocks
 *       they met.
 * </ul>
 */
@NullMarked
package io.semlink.channel.physics;

import org.jspecify.annotations.NullMarked;
