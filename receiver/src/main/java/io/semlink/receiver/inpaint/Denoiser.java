package io.semlink.receiver.inpaint;

/** The network of the diffusion: predicts v = alpha eps - sigma x_0. */
@FunctionalInterface
public interface Denoiser {
  /**
   * Runs the network once.
   *
   * @return v, [count][3][height][width]
   */
  float[] velocity(DenoiserBatch batch);
}
