package io.semlink.receiver;

import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.receiver.v1.ImageSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a delivery that ended well.
 *
 * @param requestId identifier of the request
 * @param finishedAt when it ended
 * @param report what was done
 * @param pictures files that can be had
 */
record FinishedDelivery(
    String requestId, Instant finishedAt, ReceiverReport report, List<PictureFile> pictures) {
  FinishedDelivery {
    pictures = List.copyOf(pictures);
  }

  /** Bytes it holds. */
  long bytes() {
    return report.getSerializedSize()
        + pictures.stream().mapToLong(picture -> picture.png().size()).sum();
  }

  Optional<PictureFile> picture(PictureKind kind) {
    return pictures.stream().filter(picture -> picture.kind() == kind).findFirst();
  }

  ImageSummary summary() {
    return ImageSummary.newBuilder()
        .setRequestId(requestId)
        .setFinishedAt(ProtoTimes.of(finishedAt))
        .setReport(report)
        .addAllPictures(pictures.stream().map(PictureFile::kind).toList())
        .build();
  }
}
