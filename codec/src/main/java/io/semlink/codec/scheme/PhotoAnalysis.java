package io.semlink.codec.scheme;

import io.semlink.codec.hyperprior.Latent;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.Classification;

/**
 * What the networks say of a photo before anything is decided.
 *
 * @param latent unquantised latent
 * @param reference scale indices of the unfiltered latent at the reference point
 * @param caption caption to send
 */
record PhotoAnalysis(
    Photo photo, Classification seen, String caption, Latent latent, byte[] reference) {}
