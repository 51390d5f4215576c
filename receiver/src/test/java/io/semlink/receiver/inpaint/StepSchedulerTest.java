package io.semlink.receiver.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many pictures, one network. */
@Timeout(60)
class StepSchedulerTest {
  private static final Inpainter.Progress SILENT = Inpainter.Progress.NONE;

  private final Semaphore permits = new Semaphore(0);
  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
  private final GaussianDenoiser network = new GaussianDenoiser(0, 0.3);
  private final StepScheduler scheduler = new StepScheduler(this::gated, 3, 2);

  private float[] gated(DenoiserBatch batch) {
    permits.acquireUninterruptibly();
    batches.add(batch.count());
    return network.velocity(batch);
  }

  @AfterEach
  void stop() {
    permits.release(100_000);
    scheduler.close();
  }

  private static InpaintTask task(int side, int steps, long seed) {
    return new InpaintTask(
        Pictures.leftHalfKnown(side, side, seed),
        new long[4],
        new InpaintSettings(steps, Sampler.DDPM, seed, 1, 1, 0));
  }

  @Test
  void batchedPicturesEqualSingleOnes() throws Exception {
    Inpainting first = scheduler.start(task(16, 5, 1));
    Inpainting second = scheduler.start(task(16, 9, 2));
    Inpainting third = scheduler.start(task(16, 5, 3));
    permits.release(1000);
    float[] a = first.await(SILENT);
    float[] b = second.await(SILENT);
    float[] c = third.await(SILENT);
    assertThat(batches).contains(2).allMatch(count -> count <= 2);
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(19);
    assertThat(scheduler.start(task(16, 5, 1)).await(SILENT)).isEqualTo(a);
    assertThat(scheduler.start(task(16, 9, 2)).await(SILENT)).isEqualTo(b);
    assertThat(scheduler.start(task(16, 5, 3)).await(SILENT)).isEqualTo(c);
  }

  @Test
  void picturesOfOtherSizesGoSeparately() throws Exception {
    Inpainting small = scheduler.start(task(16, 3, 1));
    Inpainting large = scheduler.start(task(32, 3, 2));
    permits.release(1000);
    small.await(SILENT);
    large.await(SILENT);
    assertThat(batches).hasSize(6).containsOnly(1);
  }

  @Test
  void cancelTakesEffectWithinOneStep() throws Exception {
    Inpainting picture = scheduler.start(task(16, 31, 1));
    permits.release(3);
    await().until(() -> picture.run().step() == 3 && permits.hasQueuedThreads());
    picture.cancel();
    assertThatThrownBy(() -> picture.await(SILENT)).isInstanceOf(CancellationException.class);
    permits.release(1000);
    await().until(() -> scheduler.active() == 0);
    // The fourth call was under way; there is no fifth, and its answer is not used.
    scheduler.start(task(16, 1, 2)).await(SILENT);
    assertThat(batches).hasSize(5);
    assertThat(picture.run().step()).isEqualTo(3);
  }

  @Test
  void refusesMoreThanItsBoundAndFreesPlaces() throws Exception {
    for (int i = 0; i < 3; i++) {
      scheduler.start(task(16, 2, i));
    }
    assertThatThrownBy(() -> scheduler.start(task(16, 2, 9)))
        .isInstanceOf(InpaintOverloadException.class);
    permits.release(1000);
    await().until(() -> scheduler.active() == 0);
    assertThat(scheduler.start(task(16, 2, 9)).await(SILENT)).hasSize(768);
  }

  @Test
  void aFailingNetworkFailsItsPicturesAndTheNextOnesWork() throws Exception {
    Semaphore healthy = new Semaphore(0);
    try (StepScheduler failing =
        new StepScheduler(
            batch -> {
              if (!healthy.tryAcquire()) {
                throw new IllegalStateException("no network today");
              }
              return network.velocity(batch);
            },
            2,
            2)) {
      Inpainting lost = failing.start(task(16, 2, 1));
      assertThatThrownBy(() -> lost.await(SILENT)).hasMessage("no network today");
      await().until(() -> failing.active() == 0);
      healthy.release(100);
      assertThat(failing.start(task(16, 2, 1)).await(SILENT)).hasSize(768);
    }
  }

  @Test
  void closeCancelsWhatIsUnderWay() throws Exception {
    Inpainting picture = scheduler.start(task(16, 500, 1));
    permits.release(100_000);
    scheduler.close();
    assertThatThrownBy(() -> picture.await(SILENT)).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> scheduler.start(task(16, 2, 9)))
        .isInstanceOf(IllegalStateException.class);
  }
}
