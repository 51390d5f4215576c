package io.semlink.codec.scheme;

import io.semlink.codec.fidelity.Gvif;
import java.util.Optional;

/**
 * What was decided for a photo.
 *
 * @param scheme scheme that was used
 * @param caption caption that was sent
 * @param label label whose importance map was used
 * @param labelProbability its probability, in [0, 1]
 * @param alpha filtering threshold, in [0, 1]
 * @param operatingPoint operating point
 * @param keptFraction share of latent cells sent, in [0, 1]
 * @param fidelity GVIF of what was sent; empty for a scheme that sends no latents, which has none
 */
public record Decision(
    String scheme,
    String caption,
    String label,
    double labelProbability,
    double alpha,
    int operatingPoint,
    double keptFraction,
    Optional<Gvif> fidelity) {
  /**
   * GVIF of what was sent.
   *
   * @throws IllegalStateException if the scheme has none
   */
  public Gvif gvif() {
    return fidelity.orElseThrow(
        () -> new IllegalStateException("GVIF is not defined for scheme " + scheme));
  }
}
