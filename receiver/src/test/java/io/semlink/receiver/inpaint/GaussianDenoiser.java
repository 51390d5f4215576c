package io.semlink.receiver.inpaint;

/**
 * The optimal denoiser of pixels that are independent N(mean, spread^2).
 *
 * <p>E[x_0 | x_t] = mean + alpha s^2 / (alpha^2 s^2 + sigma^2) (x_t - alpha mean), and v = (alpha
 * x_t - x_0) / sigma.
 */
record GaussianDenoiser(double mean, double spread) implements Denoiser {
  @Override
  public float[] velocity(DenoiserBatch batch) {
    float[] v = new float[batch.noisy().length];
    int planes = v.length / batch.count();
    for (int i = 0; i < v.length; i++) {
      double t = batch.times()[i / planes];
      double alpha = CosineSchedule.alpha(t);
      double sigma = CosineSchedule.sigma(t);
      double x = batch.noisy()[i];
      double x0 = mean + alpha * spread * spread / power(t) * (x - alpha * mean);
      v[i] = (float) ((alpha * x - x0) / sigma);
    }
    return v;
  }

  /** Variance of x_t. */
  double power(double t) {
    return Math.pow(CosineSchedule.alpha(t) * spread, 2) + Math.pow(CosineSchedule.sigma(t), 2);
  }
}
