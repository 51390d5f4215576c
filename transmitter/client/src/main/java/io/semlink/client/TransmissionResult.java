package io.semlink.client;

import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.TransmissionReport;
import java.util.List;
import java.util.Optional;

/**
 * How a transmission ended.
 *
 * @param report everything there is to say about it
 * @param pictures pictures that came back, in the order in which they were whole
 */
public record TransmissionResult(TransmissionReport report, List<ReceivedPicture> pictures) {
  /** Copies the list of pictures. */
  public TransmissionResult {
    pictures = List.copyOf(pictures);
  }

  /** The last picture of a kind that came back. */
  public Optional<ReceivedPicture> picture(PictureKind kind) {
    return pictures.stream().filter(p -> p.kind() == kind).reduce((first, last) -> last);
  }
}
