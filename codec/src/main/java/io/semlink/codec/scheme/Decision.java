package io.semlink.codec.scheme;

import io.semlink.codec.fidelity.Gvif;
import java.util.Optional;
import java.util.OptionalDouble;

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
 * @param estimatedMaskPsnrDb PSNR of the kept cells that the control expected, in dB; empty if it
 *     expected nothing
 * @param policy row of the policy table; empty if none was used
 */
public record Decision(
    String scheme,
    String caption,
    String label,
    double labelProbability,
    double alpha,
    int operatingPoint,
    double keptFraction,
    Optional<Gvif> fidelity,
    OptionalDouble estimatedMaskPsnrDb,
    Optional<PolicyUse> policy) {
  /** A decision without an estimate or a policy. */
  public Decision(
      String scheme,
      String caption,
      String label,
      double labelProbability,
      double alpha,
      int operatingPoint,
      double keptFraction,
      Optional<Gvif> fidelity) {
    this(
        scheme,
        caption,
        label,
        labelProbability,
        alpha,
        operatingPoint,
        keptFraction,
        fidelity,
        OptionalDouble.empty(),
        Optional.empty());
  }

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
