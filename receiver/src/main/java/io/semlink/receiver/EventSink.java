package io.semlink.receiver;

import io.semlink.chassis.OutboundStream;
import io.semlink.chassis.StageTimer.StageRecord;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.ReceiverAccepted;
import io.semlink.link.v1.ReceiverDecoded;
import io.semlink.link.v1.ReceiverEvent;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.link.v1.ReceiverStep;
import io.semlink.link.v1.ServiceRole;
import io.semlink.link.v1.StageTime;
import io.semlink.receiver.v1.ReceiveResponse;
import java.time.Duration;

/** The events of one call, in the contract's words. */
final class EventSink {
  private final OutboundStream<ReceiveResponse> out;

  EventSink(OutboundStream<ReceiveResponse> out) {
    this.out = out;
  }

  /** Says that the request was taken up; the first event, so there is room for it. */
  void accepted(String requestId, int queueDepth) {
    out.offer(
        wrap(
            ReceiverEvent.newBuilder()
                .setAccepted(
                    ReceiverAccepted.newBuilder()
                        .setRequestId(requestId)
                        .setQueueDepth(queueDepth))));
  }

  void stage(StageRecord stage) {
    out.send(wrap(ReceiverEvent.newBuilder().setStage(message(stage))));
  }

  void decoded(ReceiverDecoded decoded) {
    out.send(wrap(ReceiverEvent.newBuilder().setDecoded(decoded)));
  }

  void step(int step, int total, Duration took) {
    out.send(
        wrap(
            ReceiverEvent.newBuilder()
                .setStep(
                    ReceiverStep.newBuilder()
                        .setStep(step)
                        .setTotalSteps(total)
                        .setDuration(ProtoTimes.of(took)))));
  }

  void picture(PictureFile picture) {
    for (PictureChunk chunk : picture.chunks()) {
      out.send(wrap(ReceiverEvent.newBuilder().setPicture(chunk)));
    }
  }

  /** Sends the report and ends the call. */
  void report(ReceiverReport report) {
    out.send(wrap(ReceiverEvent.newBuilder().setReport(report)));
    out.complete();
  }

  void fail(Throwable error) {
    out.fail(error);
  }

  /** Runs the handler when the caller has gone or its deadline has come. */
  void onCancel(Runnable handler) {
    out.onCancel(handler);
  }

  static StageTime message(StageRecord stage) {
    return StageTime.newBuilder()
        .setService(ServiceRole.SERVICE_ROLE_RECEIVER)
        .setStage(stage.stage())
        .setDuration(ProtoTimes.of(stage.duration()))
        .setStartedAfter(ProtoTimes.of(stage.startedAfter()))
        .build();
  }

  private static ReceiveResponse wrap(ReceiverEvent.Builder event) {
    return ReceiveResponse.newBuilder().setEvent(event).build();
  }
}
