package io.semlink.receiver;

import io.semlink.codec.image.Photo;
import io.semlink.link.v1.Degradation;
import io.semlink.link.v1.DegradationReason;
import io.semlink.link.v1.ServiceRole;
import java.util.List;

/**
 * The final picture and how it came about.
 *
 * @param photo final picture
 * @param askedSteps steps asked for
 * @param runSteps steps run
 * @param generatedFraction share of the pixels that were generated, in [0, 1]
 * @param degraded in what it is less than asked
 */
record Painting(
    Photo photo,
    int askedSteps,
    int runSteps,
    double generatedFraction,
    List<Degradation> degraded) {
  Painting {
    degraded = List.copyOf(degraded);
  }

  static Degradation degradation(DegradationReason reason, String detail) {
    return Degradation.newBuilder()
        .setReason(reason)
        .setService(ServiceRole.SERVICE_ROLE_RECEIVER)
        .setDetail(detail)
        .build();
  }
}
