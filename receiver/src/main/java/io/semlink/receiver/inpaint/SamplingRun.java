package io.semlink.receiver.inpaint;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The state of one picture on its way from noise to image. Advanced by one thread at a time.
 *
 * <p>A step from t to s takes the network's v, forms the estimate x_0 = clip(alpha_t x_t - sigma_t
 * v), puts the known pixels in its place where there are any, and moves to x_s = alpha_s x_0 +
 * sqrt(sigma_s^2 - d^2) eps + d z with eps = (x_t - alpha_t x_0) / sigma_t, z ~ N(0, 1) and d the
 * fresh noise of the step (Song et al. 2021, arXiv:2010.02502, eq. 12). For known pixels this is
 * exactly the forward process of the known picture at time s, with the noise of the run itself, so
 * that both parts of x_s belong to one noise level (cf. Lugmayr et al. 2022, arXiv:2201.09865,
 * without resampling). A temperature below 1 scales the noise of the start and z.
 */
final class SamplingRun {
  private final InpaintTask task;
  private final GaussianNoise noise;
  private final double[] times;
  private final float[] x;
  private final float[] estimate;
  private final AtomicInteger step = new AtomicInteger();

  SamplingRun(InpaintTask task) {
    this.task = task;
    this.noise = new GaussianNoise(task.settings().seed());
    this.times = CosineSchedule.times(task.settings().steps());
    this.x = noise.array(3 * task.known().size().pixels());
    for (int i = 0; i < x.length; i++) {
      x[i] *= (float) task.settings().temperature();
    }
    this.estimate = task.known().rgb().clone();
  }

  InpaintTask task() {
    return task;
  }

  /** Steps taken. */
  int step() {
    return step.get();
  }

  boolean isFinished() {
    return step.get() == task.settings().steps();
  }

  /** The present x_t; not a copy. */
  float[] state() {
    return x;
  }

  /** The present time, in (0, 1] until finished. */
  double time() {
    return times[step.get()];
  }

  /** A copy of the latest estimate of the picture, in [-1, 1]. */
  float[] estimate() {
    return estimate.clone();
  }

  /**
   * Takes one step. Under guidance the picture has two outputs, one after the other: with its text
   * and without; v = without + g (with - without).
   *
   * @param v network output of a batch
   * @param offset where this picture's planes begin in it
   * @throws IllegalStateException if the network returned a value that is not finite
   */
  void advance(float[] v, int offset) {
    double t = times[step.get()];
    double s = times[step.get() + 1];
    double alphaT = CosineSchedule.alpha(t);
    double sigmaT = CosineSchedule.sigma(t);
    double alphaS = CosineSchedule.alpha(s);
    double sigmaS = CosineSchedule.sigma(s);
    double fresh = CosineSchedule.freshNoise(t, s, task.settings().sampler().eta());
    double carried = Math.sqrt(Math.max(0, sigmaS * sigmaS - fresh * fresh));
    double guidance = task.settings().guidance();
    boolean guided = task.slots() == 2;
    double scatter = fresh * task.settings().temperature();
    float[] known = task.known().rgb();
    float[] mask = task.known().mask();
    for (int i = 0; i < x.length; i++) {
      double velocity = v[offset + i];
      if (guided) {
        double free = v[offset + x.length + i];
        velocity = free + guidance * (velocity - free);
      }
      double predicted = alphaT * x[i] - sigmaT * velocity;
      if (!Double.isFinite(predicted)) {
        throw new IllegalStateException("the denoiser returned a value that is not finite");
      }
      double x0 = mask[i % mask.length] == 1 ? known[i] : Math.max(-1, Math.min(1, predicted));
      double eps = (x[i] - alphaT * x0) / sigmaT;
      double next = alphaS * x0 + carried * eps;
      x[i] = (float) (fresh == 0 ? next : next + scatter * noise.next());
      estimate[i] = (float) x0;
    }
    step.incrementAndGet();
  }
}
