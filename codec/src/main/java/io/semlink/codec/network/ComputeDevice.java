package io.semlink.codec.network;

import ai.djl.Device;

/**
 * Where networks run.
 *
 * @param gpu index of the GPU, from 0; {@value #NO_GPU} for the CPU
 */
public record ComputeDevice(int gpu) {
  private static final int NO_GPU = -1;

  /** The CPU. */
  public static final ComputeDevice CPU = new ComputeDevice(NO_GPU);

  /** Checks the index. */
  public ComputeDevice {
    if (gpu < NO_GPU) {
      throw new IllegalArgumentException("a GPU's index must be 0 or more: " + gpu);
    }
  }

  /** Whether it is a GPU. */
  public boolean isGpu() {
    return gpu != NO_GPU;
  }

  Device device() {
    return isGpu() ? Device.gpu(gpu) : Device.cpu();
  }

  /** {@code cpu}, {@code gpu0}, {@code gpu1} and so on. */
  @Override
  public String toString() {
    return isGpu() ? "gpu" + gpu : "cpu";
  }
}
