package io.semlink.receiver;

import io.grpc.Context;
import io.semlink.chassis.Deadlines;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.StageTimer;
import io.semlink.codec.image.Photo;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.link.v1.DegradationReason;
import io.semlink.link.v1.PictureKind;
import io.semlink.receiver.inpaint.InpaintOverloadException;
import io.semlink.receiver.inpaint.InpaintSettings;
import io.semlink.receiver.inpaint.Inpainter;
import io.semlink.receiver.inpaint.Provenance;
import io.semlink.receiver.inpaint.StepPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Paints what one delivery did not bring, as far as load and deadline allow. */
final class Painter {
  /** Time kept back from the deadline, for composing and sending the result. */
  private static final Duration DEADLINE_MARGIN = Duration.ofMillis(400);

  private final Inpainter inpainter;
  private final double temperature;
  private final ReceiveOptions options;
  private final EventSink sink;
  private final StageTimer timer;

  Painter(Models models, ReceiveOptions options, EventSink sink, StageTimer timer) {
    this.inpainter = models.inpainter();
    this.temperature = models.temperature();
    this.options = options;
    this.sink = sink;
    this.timer = timer;
  }

  /**
   * Makes the final picture.
   *
   * @throws ServiceException CANCELLED or DEADLINE_EXCEEDED if nobody waits for it any more
   */
  Painting paint(DecodedPhoto decoded, Provenance provenance) throws InterruptedException {
    if (options.previewOnly()) {
      return new Painting(decoded.photo(), 0, 0, 0, List.of());
    }
    int asked = options.inpainting().steps();
    if (provenance.allReceived()) {
      return new Painting(decoded.photo(), asked, 0, 0, List.of());
    }
    StepPlan plan = inpainter.plan(decoded.photo(), asked, timeLeft());
    if (plan.steps() == 0) {
      return unpainted(decoded.photo(), 0, reason(plan), plan.detail());
    }
    InpaintSettings settings =
        options.inpainting().withSteps(plan.steps()).withTemperature(temperature);
    StageTimer.Running inpaint = timer.start("inpaint");
    Inpainter.Work work;
    try {
      work = inpainter.begin(decoded.photo(), provenance, decoded.prompt(), settings);
    } catch (InpaintOverloadException e) {
      inpaint.close();
      return unpainted(
          decoded.photo(),
          0,
          DegradationReason.DEGRADATION_REASON_PREVIEW_ONLY,
          String.valueOf(e.getMessage()));
    }
    // The context ends with the call, and when a later attempt of the request takes its place.
    Context.current().addListener(ended -> work.cancel(), Runnable::run);
    Watch watch = new Watch(work, plan.steps());
    float[] picture;
    try {
      picture = work.await(watch);
    } catch (CancellationException e) {
      Deadlines.checkAlive();
      if (watch.outOfTime) {
        return unpainted(
            decoded.photo(),
            work.steps(),
            DegradationReason.DEGRADATION_REASON_OUT_OF_TIME,
            "the deadline came after %d of %d steps".formatted(work.steps(), plan.steps()));
      }
      throw ServiceException.cancelled("the picture was given up").causedBy(e);
    } catch (InterruptedException | RuntimeException e) {
      work.cancel();
      throw e;
    } finally {
      inpaint.close();
    }
    Photo composed;
    try (StageTimer.Running compose = timer.start("compose")) {
      composed = work.compose(picture);
    }
    return new Painting(
        composed,
        asked,
        plan.steps(),
        1 - provenance.receivedFraction(),
        plan.degradation().isEmpty()
            ? List.of()
            : List.of(Painting.degradation(reason(plan), plan.detail())));
  }

  private Painting unpainted(Photo photo, int steps, DegradationReason reason, String detail) {
    return new Painting(
        photo,
        options.inpainting().steps(),
        steps,
        0,
        List.of(Painting.degradation(reason, detail)));
  }

  private static Optional<Duration> timeLeft() {
    return Deadlines.remaining().map(left -> left.minus(DEADLINE_MARGIN));
  }

  private static DegradationReason reason(StepPlan plan) {
    return switch (plan.degradation().orElseThrow()) {
      case FEWER_STEPS -> DegradationReason.DEGRADATION_REASON_FEWER_STEPS;
      case PREVIEW_ONLY -> DegradationReason.DEGRADATION_REASON_PREVIEW_ONLY;
      case OUT_OF_TIME -> DegradationReason.DEGRADATION_REASON_OUT_OF_TIME;
    };
  }

  /** Tells the caller of steps, and stops the work when its time is over. */
  private final class Watch implements Inpainter.Progress {
    private final Inpainter.Work work;
    private final int steps;
    private boolean outOfTime;

    Watch(Inpainter.Work work, int steps) {
      this.work = work;
      this.steps = steps;
    }

    @Override
    public void step(int step, Duration took) {
      sink.step(step, steps, took);
      if (step < steps && timeLeft().filter(Duration::isNegative).isPresent()) {
        outOfTime = true;
        work.cancel();
      }
    }

    @Override
    public void snapshot(int step, float[] estimate) {
      sink.picture(PictureFile.of(PictureKind.PICTURE_KIND_STEP, step, work.compose(estimate)));
    }
  }
}
