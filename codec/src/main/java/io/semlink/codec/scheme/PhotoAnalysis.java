package io.semlink.codec.scheme;

import io.semlink.codec.hyperprior.Latent;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.Classification;
import io.semlink.codec.importance.ImportanceMap;

/**
 * What the networks say of a photo before anything is decided; one analysis can be coded many
 * times, see {@link Schemes#encode}.
 *
 * @param seen label, its probability, and the importance of the cells
 * @param caption caption to send
 * @param latent unquantised latent
 * @param reference scale indices [cells][channels] of the unfiltered latent at the reference point
 */
public record PhotoAnalysis(
    Photo photo, Classification seen, String caption, Latent latent, byte[] reference) {
  /**
   * The same photo with another map of importance.
   *
   * @param map importance of the cells of the same latent grid
   */
  public PhotoAnalysis withImportance(ImportanceMap map) {
    if (map.rows() != latent.rows() || map.columns() != latent.columns()) {
      throw new IllegalArgumentException(
          "a map of "
              + map.rows()
              + "x"
              + map.columns()
              + " cells for a latent of "
              + latent.rows()
              + "x"
              + latent.columns());
    }
    return new PhotoAnalysis(photo, seen.withImportance(map), caption, latent, reference);
  }
}
