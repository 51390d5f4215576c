package io.semlink.receiver.inpaint;

/**
 * How a picture is to be inpainted.
 *
 * @param steps diffusion steps, 1 to 1000
 * @param sampler treatment of noise
 * @param seed seed of all noise of this picture
 * @param guidance strength of the text: 1 is the network's own answer, more follows the text more
 *     closely at twice the cost (Ho and Salimans 2022, arXiv:2207.12598); 0 to 20
 * @param temperature scale of all noise, more than 0 and at most 1: 1 is the process as trained,
 *     less gives calmer pictures with less variety
 * @param snapshotEvery deliver the estimate after every so many steps; 0 for never
 */
public record InpaintSettings(
    int steps, Sampler sampler, long seed, double guidance, double temperature, int snapshotEvery) {
  /** Steps when nothing else is asked. */
  public static final int DEFAULT_STEPS = 31;

  /** Most steps that may be asked. */
  public static final int MAX_STEPS = 1000;

  /** Strongest guidance that may be asked. */
  public static final double MAX_GUIDANCE = 20;

  /** Checks the ranges. */
  public InpaintSettings {
    if (steps < 1 || steps > MAX_STEPS) {
      throw new IllegalArgumentException("steps must be 1 to " + MAX_STEPS + ", is " + steps);
    }
    if (!(guidance >= 0 && guidance <= MAX_GUIDANCE)) {
      throw new IllegalArgumentException(
          "guidance must be 0 to " + MAX_GUIDANCE + ", is " + guidance);
    }
    if (!(temperature > 0 && temperature <= 1)) {
      throw new IllegalArgumentException(
          "temperature must be more than 0 and at most 1, is " + temperature);
    }
    if (snapshotEvery < 0) {
      throw new IllegalArgumentException("snapshotEvery must not be negative: " + snapshotEvery);
    }
  }

  /** Settings by default: 31 DDIM steps. */
  public static InpaintSettings ofSeed(long seed) {
    return new InpaintSettings(DEFAULT_STEPS, Sampler.DDIM, seed, 1, 1, 0);
  }

  /** The same with another temperature. */
  public InpaintSettings withTemperature(double other) {
    return new InpaintSettings(steps, sampler, seed, guidance, other, snapshotEvery);
  }

  /** The same with another number of steps. */
  public InpaintSettings withSteps(int other) {
    return new InpaintSettings(other, sampler, seed, guidance, temperature, snapshotEvery);
  }
}
