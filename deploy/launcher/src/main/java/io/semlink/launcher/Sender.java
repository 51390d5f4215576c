package io.semlink.launcher;

import io.grpc.Channel;
import io.semlink.client.TransmissionResult;
import io.semlink.client.TransmitterClient;
import io.semlink.link.v1.ReceiverStep;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Duration;
import java.util.List;

/** Sends one photo to a transmitter and shows how far it is. */
final class Sender {
  /** Stages before the painting, in order: each moves the bar on by a little. */
  private static final List<String> STAGES =
      List.of(
          "read",
          "importance",
          "caption",
          "analyse",
          "decide",
          "code",
          "send",
          "check",
          "entropy_decode",
          "synthesise",
          "preview");

  private static final double BEFORE_PAINTING = 0.3;

  private Sender() {}

  /**
   * Sends a photo and waits for the report.
   *
   * @throws io.grpc.StatusRuntimeException if the transmitter refuses or fails
   */
  static TransmissionResult send(
      Channel channel,
      TransmitOptions options,
      byte[] photo,
      Duration deadline,
      ProgressLine line) {
    return new TransmitterClient(channel)
        .send(photo, options, deadline, event -> show(line, event));
  }

  private static void show(ProgressLine line, TransmitResponse event) {
    switch (event.getEventCase()) {
      case ACCEPTED -> line.show(0.01, "accepted");
      case PROGRESS -> {
        String stage = event.getProgress().getTime().getStage();
        int at = STAGES.indexOf(stage);
        if (at >= 0) {
          line.show(BEFORE_PAINTING * (at + 1) / STAGES.size(), stage.replace('_', ' '));
        }
      }
      case STEP -> {
        ReceiverStep step = event.getStep();
        double done = (double) step.getStep() / Math.max(1, step.getTotalSteps());
        line.show(
            BEFORE_PAINTING + (1 - BEFORE_PAINTING) * done,
            "painting, step " + step.getStep() + " of " + step.getTotalSteps());
      }
      default -> {}
    }
  }
}
