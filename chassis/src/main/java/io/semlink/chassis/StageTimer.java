package io.semlink.chassis;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Takes the times of one request's stages: once, for report, metrics and trace alike. Safe for use
 * by several threads.
 */
public final class StageTimer {
  private final Telemetry telemetry;
  private final Clock clock;
  private final long startNanos;
  private final long startEpochNanos = Telemetry.epochNanos(Instant.now());
  private final Optional<RequestScope> scope = RequestScope.present();
  private final List<StageRecord> records = new ArrayList<>();

  /**
   * Time of one stage.
   *
   * @param stage lower-case name
   * @param startedAfter when it began, from the request's beginning
   * @param duration how long it took
   */
  public record StageRecord(String stage, Duration startedAfter, Duration duration) {}

  /** Starts the request's clock. */
  public StageTimer(Telemetry telemetry) {
    this.telemetry = telemetry;
    clock = telemetry.registry().config().clock();
    startNanos = clock.monotonicTime();
  }

  /** A stage that began now and ends when the result is closed. */
  public Running start(String stage) {
    return new Running(stage);
  }

  /** Runs a stage and takes its time, also if it fails. */
  public <T> T time(String stage, Callable<T> work) throws Exception {
    try (Running running = start(stage)) {
      return work.call();
    }
  }

  /** Adds a time that was taken elsewhere. */
  public synchronized void add(StageRecord stage) {
    records.add(stage);
    SemlinkMetrics.STAGE
        .timer(telemetry.registry(), telemetry.service(), stage.stage())
        .record(stage.duration());
    long end = startEpochNanos + stage.startedAfter().plus(stage.duration()).toNanos();
    scope.ifPresent(
        each -> telemetry.tracing().stage(each.trace(), stage.stage(), end, stage.duration()));
  }

  /** The stages that ended so far, in the order of their ends. */
  public synchronized List<StageRecord> records() {
    return List.copyOf(records);
  }

  /** Time since the request's beginning. */
  public Duration elapsed() {
    return Duration.ofNanos(clock.monotonicTime() - startNanos);
  }

  /** A stage under way. */
  public final class Running implements AutoCloseable {
    private final String stage;
    private final Duration startedAfter;
    private boolean ended;

    private Running(String stage) {
      this.stage = stage;
      startedAfter = elapsed();
    }

    /** Ends the stage; further calls do nothing. */
    @Override
    public void close() {
      if (!ended) {
        ended = true;
        add(new StageRecord(stage, startedAfter, elapsed().minus(startedAfter)));
      }
    }
  }
}
