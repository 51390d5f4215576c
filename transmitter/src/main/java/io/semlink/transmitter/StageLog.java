package io.semlink.transmitter;

import io.semlink.chassis.StageTimer;
import io.semlink.chassis.StageTimer.StageRecord;
import io.semlink.link.v1.ServiceRole;
import io.semlink.link.v1.StageTime;
import io.semlink.transmitter.v1.Progress;
import io.semlink.transmitter.v1.StageState;
import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stages of one request: told to the client as they come, and kept for its report. */
final class StageLog {
  private final StageTimer timer;
  private final ResponseSink<TransmitResponse> sink;

  StageLog(StageTimer timer, ResponseSink<TransmitResponse> sink) {
    this.timer = timer;
    this.sink = sink;
  }

  /** Time since the request's beginning. */
  Duration elapsed() {
    return timer.elapsed();
  }

  /** The stages of this service that ended so far. */
  List<StageRecord> records() {
    return timer.records();
  }

  /** A stage of this service begins. */
  void started(String stage) {
    StageTime.Builder time =
        StageTime.newBuilder()
            .setService(ServiceRole.SERVICE_ROLE_TRANSMITTER)
            .setStage(stage)
            .setStartedAfter(Times.toProto(timer.elapsed()));
    tell(time.build(), StageState.STAGE_STATE_STARTED);
  }

  /** A stage of this service ended. */
  void ended(String stage, Duration took) {
    StageRecord entry = new StageRecord(stage, timer.elapsed().minus(took), took);
    timer.add(entry);
    finished(ReportWriter.stage(entry));
  }

  /** A stage of any service ended that is kept elsewhere. */
  void finished(StageTime time) {
    tell(time, StageState.STAGE_STATE_FINISHED);
  }

  private void tell(StageTime time, StageState state) {
    sink.send(
        TransmitResponse.newBuilder()
            .setProgress(
                Progress.newBuilder()
                    .setTime(time)
                    .setState(state)
                    .setFraction(state == StageState.STAGE_STATE_FINISHED ? 1 : 0))
            .build());
  }

  /** Takes the stages of a coder for one attempt; used by one thread. */
  Coding coding() {
    return new Coding();
  }

  /** Stages of a coder, which may come back to one: its times add up and are kept once. */
  final class Coding implements AutoCloseable {
    private final Map<String, StageRecord> stages = new LinkedHashMap<>();

    /** A stage, or part of it, ended. */
    void ended(String stage, Duration took) {
      StageRecord entry =
          stages.merge(
              stage,
              new StageRecord(stage, timer.elapsed().minus(took), took),
              (first, more) ->
                  new StageRecord(
                      stage, first.startedAfter(), first.duration().plus(more.duration())));
      finished(ReportWriter.stage(entry));
    }

    /** Keeps the stages, also of a coder that was stopped. */
    @Override
    public void close() {
      stages.values().forEach(timer::add);
      stages.clear();
    }
  }
}
