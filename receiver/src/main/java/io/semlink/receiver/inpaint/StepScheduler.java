package io.semlink.receiver.inpaint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Advances all pictures in the making, several in one network call.
 *
 * <p>One thread takes the picture that has waited longest together with others of equal size, up to
 * the batch limit, advances each by one step at its own time, and begins again. Pictures join and
 * leave between steps, so a new one waits for one call at most, and a cancelled one costs none
 * after the call it is in.
 */
final class StepScheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StepScheduler.class);

  /** Weight of the newest call in the running mean of the time a step takes. */
  private static final double NEWEST_WEIGHT = 0.2;

  private final Denoiser denoiser;
  private final int maxActive;
  private final int maxBatch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  // Guarded by lock; the picture that has waited longest comes first.
  private final List<Inpainting> active = new ArrayList<>();
  private boolean closed;
  private volatile double pixelNanos;
  private final Thread worker;

  /**
   * Starts the scheduler.
   *
   * @param maxActive pictures in the making at a time
   * @param maxBatch pictures in one network call
   */
  StepScheduler(Denoiser denoiser, int maxActive, int maxBatch) {
    if (maxActive < 1 || maxBatch < 1) {
      throw new IllegalArgumentException(
          "maxActive and maxBatch must be at least 1: " + maxActive + ", " + maxBatch);
    }
    this.denoiser = denoiser;
    this.maxActive = maxActive;
    this.maxBatch = maxBatch;
    this.worker = new Thread(this::work, "inpaint-steps");
    worker.setDaemon(true);
    worker.start();
  }

  /** Pictures in the making. */
  int active() {
    lock.lock();
    try {
      return active.size();
    } finally {
      lock.unlock();
    }
  }

  /** Time one step of one picture takes, a running mean; zero before the first. */
  Duration stepEstimate(WorkingSize size) {
    return Duration.ofNanos(Math.round(pixelNanos * size.pixels()));
  }

  /**
   * Adds a picture.
   *
   * @throws InpaintOverloadException if as many are in the making as allowed
   */
  Inpainting start(InpaintTask task) throws InpaintOverloadException {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the scheduler is closed");
      }
      if (active.size() >= maxActive) {
        active.removeIf(Inpainting::isCancelled);
        if (active.size() >= maxActive) {
          throw new InpaintOverloadException(maxActive);
        }
      }
      Inpainting inpainting = new Inpainting(new SamplingRun(task));
      active.add(inpainting);
      arrived.signal();
      return inpainting;
    } finally {
      lock.unlock();
    }
  }

  /** Cancels every picture and ends the thread after the step it is in. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      active.forEach(Inpainting::cancel);
      active.clear();
      arrived.signal();
    } finally {
      lock.unlock();
    }
    try {
      worker.join(Duration.ofSeconds(30).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    while (true) {
      List<Inpainting> group;
      try {
        group = nextGroup();
      } catch (InterruptedException e) {
        LOG.warn("step thread interrupted; ending");
        return;
      }
      if (group.isEmpty()) {
        return;
      }
      try {
        step(group);
      } catch (RuntimeException e) {
        LOG.error("a step of {} pictures failed", group.size(), e);
        group.forEach(each -> each.fail(e));
        remove(group);
      }
    }
  }

  /** Waits for work; the group moves to the end of the line. Empty when closed. */
  private List<Inpainting> nextGroup() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        active.removeIf(Inpainting::isCancelled);
        if (closed) {
          return List.of();
        }
        if (!active.isEmpty()) {
          break;
        }
        arrived.await();
      }
      List<Inpainting> group = new ArrayList<>();
      WorkingSize size = sizeOf(active.get(0));
      Iterator<Inpainting> candidates = active.iterator();
      while (candidates.hasNext() && group.size() < maxBatch) {
        Inpainting candidate = candidates.next();
        if (sizeOf(candidate).equals(size)) {
          candidates.remove();
          group.add(candidate);
        }
      }
      active.addAll(group);
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void step(List<Inpainting> group) {
    WorkingSize size = sizeOf(group.get(0));
    long began = System.nanoTime();
    float[] v = denoiser.velocity(batch(group, size));
    double perPixel = (double) (System.nanoTime() - began) / group.size() / size.pixels();
    pixelNanos = pixelNanos == 0 ? perPixel : pixelNanos + NEWEST_WEIGHT * (perPixel - pixelNanos);
    List<Inpainting> ended = new ArrayList<>();
    List<Inpainting> advanced = new ArrayList<>();
    int slot = 0;
    for (Inpainting each : group) {
      int offset = slot * 3 * size.pixels();
      slot += each.run().task().slots();
      if (each.isCancelled()) {
        continue;
      }
      try {
        each.run().advance(v, offset);
        advanced.add(each);
        if (each.run().isFinished()) {
          ended.add(each);
        }
      } catch (IllegalStateException e) {
        each.fail(e);
        ended.add(each);
      }
    }
    // Leave first, tell then: whoever learns of its end finds its place free.
    remove(ended);
    advanced.forEach(Inpainting::publishStep);
  }

  private void remove(List<Inpainting> ended) {
    lock.lock();
    try {
      active.removeAll(ended);
    } finally {
      lock.unlock();
    }
  }

  private static DenoiserBatch batch(List<Inpainting> group, WorkingSize size) {
    int count = group.stream().mapToInt(each -> each.run().task().slots()).sum();
    int pixels = size.pixels();
    int row = group.get(0).run().task().tokens().length;
    float[] noisy = new float[3 * count * pixels];
    float[] known = new float[3 * count * pixels];
    float[] mask = new float[count * pixels];
    float[] times = new float[count];
    long[] tokens = new long[count * row];
    int slot = 0;
    for (Inpainting each : group) {
      SamplingRun run = each.run();
      KnownPicture picture = run.task().known();
      for (int copy = 0; copy < run.task().slots(); copy++, slot++) {
        System.arraycopy(run.state(), 0, noisy, 3 * slot * pixels, 3 * pixels);
        System.arraycopy(picture.rgb(), 0, known, 3 * slot * pixels, 3 * pixels);
        System.arraycopy(picture.mask(), 0, mask, slot * pixels, pixels);
        times[slot] = (float) run.time();
        if (copy == 0) { // the second copy, of guidance, goes without text: a row of padding
          System.arraycopy(run.task().tokens(), 0, tokens, slot * row, row);
        }
      }
    }
    return new DenoiserBatch(count, size, noisy, known, mask, times, tokens, row);
  }

  private static WorkingSize sizeOf(Inpainting inpainting) {
    return inpainting.run().task().known().size();
  }
}
