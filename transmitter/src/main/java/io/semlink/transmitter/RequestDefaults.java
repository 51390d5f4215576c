package io.semlink.transmitter;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What holds for requests that do not say it themselves.
 *
 * @param scheme scheme, for example {@code CIE}
 * @param minMaskPsnrDb least estimated PSNR inside the kept region, in [0, 60] dB; 0 for no floor
 * @param marginDb margin kept from the link's SNR as known, in [0, 40] dB
 * @param policy table for control POLICY; without one that control is refused
 */
public record RequestDefaults(
    String scheme, double minMaskPsnrDb, double marginDb, Optional<Path> policy) {
  /** Scheme CIE, no floor, no margin, no policy table. */
  public static final RequestDefaults STANDARD = new RequestDefaults("CIE", 0, 0, Optional.empty());

  private static final double MAX_FLOOR_DB = 60;
  private static final double MAX_MARGIN_DB = 40;

  /** Checks ranges. */
  public RequestDefaults {
    requireNonNull(policy, "policy");
    if (scheme.isBlank()) {
      throw new IllegalArgumentException("the default scheme is blank");
    }
    if (!(minMaskPsnrDb >= 0 && minMaskPsnrDb <= MAX_FLOOR_DB)) {
      throw new IllegalArgumentException("minMaskPsnrDb must be in [0, 60] dB: " + minMaskPsnrDb);
    }
    if (!(marginDb >= 0 && marginDb <= MAX_MARGIN_DB)) {
      throw new IllegalArgumentException("marginDb must be in [0, 40] dB: " + marginDb);
    }
  }

  /** The same with another policy table. */
  public RequestDefaults withPolicy(Optional<Path> table) {
    return new RequestDefaults(scheme, minMaskPsnrDb, marginDb, table);
  }
}
