package io.semlink.transmitter;

import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The options of a request after they were checked and completed.
 *
 * @param scheme identifier of a known scheme
 * @param linkName link to send over, empty for the channel's default
 * @param latencyLimit limit on the time on the air, empty for none
 * @param control EXACT, POLICY or FIXED
 * @param fixedAlpha with FIXED: threshold in [0, 1]
 * @param fixedPoint with FIXED: operating point
 * @param maxAlpha largest threshold the control may choose, in [0, 1]; empty for the default, which
 *     may be exceeded where nothing fits otherwise
 * @param minMaskPsnrDb least estimated PSNR inside the kept region, in dB
 * @param marginDb margin kept from the link's SNR as known, in [0, 40] dB
 * @param priority 0 to 7, higher goes first on links shared by priority
 * @param interests labels whose maps say what matters
 * @param caption caption of the request, empty if the captioner writes it
 * @param textOnlyAllowed whether the caption alone will do
 * @param seed seed of the request
 * @param receiver what the receiver is asked for
 * @param pictures pictures that the client gets
 * @param measurePsnr whether to measure PSNR
 */
record RequestOptions(
    String scheme,
    String linkName,
    Optional<Duration> latencyLimit,
    ControlMode control,
    double fixedAlpha,
    int fixedPoint,
    OptionalDouble maxAlpha,
    double minMaskPsnrDb,
    double marginDb,
    int priority,
    List<String> interests,
    Optional<String> caption,
    boolean textOnlyAllowed,
    long seed,
    ReceiverOptions receiver,
    Set<PictureKind> pictures,
    boolean measurePsnr) {
  RequestOptions {
    interests = List.copyOf(interests);
    pictures = Set.copyOf(pictures);
  }

  /** Whether the client gets a picture of that kind. */
  boolean wants(PictureKind kind) {
    return pictures.contains(kind);
  }
}
