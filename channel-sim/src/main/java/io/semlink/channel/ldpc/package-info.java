/**
 * The channel code of 5G NR data: CRC, LDPC code and rate matching of 3GPP TS 38.212, and a
 * decoder.
 *
 * <p>{@link io.semlink.channel.ldpc.TransportBlockCode} turns the bytes of one transport block into
 * coded bits; {@link io.semlink.channel.ldpc.SoftBuffer} gathers what was received of them over the
 * rounds of a hybrid ARQ, and {@link io.semlink.channel.ldpc.LdpcDecoder} turns that back into
 * bytes. A transport block is one code block: there is no segmentation.
 *
 * <p>Bits are held one per byte, 0 or 1. Log-likelihood ratios are natural logarithms, positive
 * where bit 0 is the more likely. Everything is integer or IEEE arithmetic in a fixed order, so
 * that the same values decode to the same bits on every machine.
 */
@NullMarked
package io.semlink.channel.ldpc;

import org.jspecify.annotations.NullMarked;
