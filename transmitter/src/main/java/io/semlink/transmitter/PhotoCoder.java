package io.semlink.transmitter;

import io.semlink.codec.image.Photo;
import io.semlink.transmitter.v1.GetCapabilitiesResponse;
import java.time.Duration;

/** Decides what of a photo to send and codes it. Safe for use by several threads. */
interface PhotoCoder {
  /** Is told of each stage that ended; may throw to stop the work. */
  @FunctionalInterface
  interface Stages {
    /** A stage ended. */
    void ended(String stage, Duration took);
  }

  /** What this coder can do: everything but the bounds and the version of the service. */
  GetCapabilitiesResponse capabilities();

  /**
   * Checks what only the models know of a request.
   *
   * @throws io.semlink.chassis.ServiceException INVALID_ARGUMENT if a label is unknown
   */
  void check(RequestOptions options);

  /**
   * Codes a photo.
   *
   * @param link what the link lets it count on
   * @throws io.semlink.chassis.ServiceException FAILED_PRECONDITION if nothing fits into the limit
   */
  CodedPhoto code(Photo photo, RequestOptions options, UsableLink link, Stages stages);
}
