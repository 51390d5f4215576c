package io.semlink.receiver.inpaint;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A picture in the making, seen by the one who asked for it. Safe for use by several threads.
 *
 * <p>The queue holds at most two entries per step and one for the end, so it is bounded by the
 * number of steps.
 */
final class Inpainting {
  /** Events that may wait before estimates are left out for one who does not keep up. */
  private static final int MAX_WAITING = 32;

  private sealed interface Event {}

  private record Stepped(int step, Duration took) implements Event {}

  @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
  private record Snapshot(int step, float[] estimate) implements Event {}

  @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
  private record Done(float[] picture) implements Event {}

  private record Failed(RuntimeException cause) implements Event {}

  private record Cancelled() implements Event {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final SamplingRun run;
  private volatile boolean cancelled;
  private long steppedAt = System.nanoTime();

  Inpainting(SamplingRun run) {
    this.run = run;
  }

  SamplingRun run() {
    return run;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Stops the picture: no further step is begun for it. */
  void cancel() {
    cancelled = true;
    events.add(new Cancelled());
  }

  void publishStep() {
    long now = System.nanoTime();
    events.add(new Stepped(run.step(), Duration.ofNanos(now - steppedAt)));
    steppedAt = now;
    int every = run.task().settings().snapshotEvery();
    if (run.isFinished()) {
      events.add(new Done(run.estimate()));
    } else if (every > 0 && run.step() % every == 0 && events.size() < MAX_WAITING) {
      events.add(new Snapshot(run.step(), run.estimate()));
    }
  }

  void fail(RuntimeException cause) {
    events.add(new Failed(cause));
  }

  /**
   * Waits for the picture.
   *
   * @return planes [3][height][width] in [-1, 1]
   * @throws CancellationException if it was cancelled
   * @throws RuntimeException what the network threw
   */
  float[] await(Inpainter.Progress progress) throws InterruptedException {
    while (true) {
      Event event = events.take();
      if (cancelled || event instanceof Cancelled) {
        throw new CancellationException("inpainting was cancelled");
      } else if (event instanceof Stepped stepped) {
        progress.step(stepped.step(), stepped.took());
      } else if (event instanceof Snapshot snapshot) {
        progress.snapshot(snapshot.step(), snapshot.estimate());
      } else if (event instanceof Done done) {
        return done.picture();
      } else if (event instanceof Failed failed) {
        throw failed.cause();
      }
    }
  }
}
