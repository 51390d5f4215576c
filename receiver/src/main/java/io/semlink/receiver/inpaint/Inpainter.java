package io.semlink.receiver.inpaint;

import io.semlink.codec.image.Photo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Fills what was not received of a photo. Safe for use by many threads, which share the network
 * step by step.
 */
public final class Inpainter implements AutoCloseable {
  private final Tokeniser tokeniser;
  private final int resolution;
  private final int sizeMultiple;
  private final DegradationPolicy policy;
  private final StepScheduler scheduler;

  /**
   * Starts an inpainter.
   *
   * @param resolution side of the square whose area the denoiser's pictures have, in pixels
   * @param sizeMultiple sides of its pictures are multiples of this
   * @param maxBatch pictures in one network call
   */
  public Inpainter(
      Denoiser denoiser,
      Tokeniser tokeniser,
      int resolution,
      int sizeMultiple,
      DegradationPolicy policy,
      int maxBatch) {
    this.tokeniser = tokeniser;
    this.resolution = resolution;
    this.sizeMultiple = sizeMultiple;
    this.policy = policy;
    this.scheduler = new StepScheduler(denoiser, policy.maxActive(), maxBatch);
  }

  /** Pictures in the making. */
  public int active() {
    return scheduler.active();
  }

  /**
   * Plans how many steps a photo gets at present.
   *
   * @param asked steps asked for
   * @param left time that the deadline leaves; empty if there is none
   */
  public StepPlan plan(Photo photo, int asked, Optional<Duration> left) {
    return policy.plan(asked, scheduler.active(), scheduler.stepEstimate(sizeFor(photo)), left);
  }

  /**
   * Begins to fill a photo.
   *
   * @param decoded decoder output; pixels that were not received are ignored
   * @param provenance which of its pixels were received
   * @param prompt text that describes the photo; empty for none
   * @throws InpaintOverloadException if as many pictures are in the making as allowed
   * @throws IllegalArgumentException if photo and provenance differ in size
   */
  public Work begin(Photo decoded, Provenance provenance, String prompt, InpaintSettings settings)
      throws InpaintOverloadException {
    if (decoded.width() != provenance.width() || decoded.height() != provenance.height()) {
      throw new IllegalArgumentException(
          "photo of %dx%d, provenance of %dx%d"
              .formatted(
                  decoded.width(), decoded.height(), provenance.width(), provenance.height()));
    }
    KnownPicture known = KnownPicture.reduce(decoded, provenance, sizeFor(decoded));
    InpaintTask task = new InpaintTask(known, tokeniser.encode(prompt), settings);
    return new Work(decoded, provenance, known, scheduler.start(task));
  }

  private WorkingSize sizeFor(Photo photo) {
    return WorkingSize.of(photo.width(), photo.height(), resolution, sizeMultiple);
  }

  /** Cancels every picture in the making. */
  @Override
  public void close() {
    scheduler.close();
  }

  /** Receives what happens to a picture, on the thread that waits for it. */
  public interface Progress {
    /** Hears nothing. */
    Progress NONE =
        new Progress() {
          @Override
          public void step(int step, Duration took) {}

          @Override
          public void snapshot(int step, float[] estimate) {}
        };

    /**
     * Called after each step.
     *
     * @param step steps taken, from 1
     * @param took time since the step before
     */
    void step(int step, Duration took);

    /**
     * Called after every so many steps, as the settings ask.
     *
     * @param estimate present estimate of the picture at the denoiser's size; {@link
     *     Work#compose(float[])} makes a photo of it
     */
    void snapshot(int step, float[] estimate);
  }

  /** One picture in the making. */
  public static final class Work {
    private final Photo decoded;
    private final Provenance provenance;
    private final KnownPicture known;
    private final Inpainting inpainting;

    Work(Photo decoded, Provenance provenance, KnownPicture known, Inpainting inpainting) {
      this.decoded = decoded;
      this.provenance = provenance;
      this.known = known;
      this.inpainting = inpainting;
    }

    /** Stops the picture; takes effect within one step. Any thread may call this. */
    public void cancel() {
      inpainting.cancel();
    }

    /** Steps taken so far. */
    public int steps() {
      return inpainting.run().step();
    }

    /**
     * Waits for the denoiser.
     *
     * @return its picture, planes [3][height][width] in [-1, 1], to be composed
     * @throws CancellationException if the picture was cancelled
     * @throws IllegalStateException if the network failed
     */
    public float[] await(Progress progress) throws InterruptedException {
      return inpainting.await(progress);
    }

    /** Photo of the received pixels, exactly, and of a denoiser's picture elsewhere. */
    public Photo compose(float[] picture) {
      return Composer.compose(decoded, provenance, known, picture);
    }
  }
}
