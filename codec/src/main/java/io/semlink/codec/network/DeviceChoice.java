package io.semlink.codec.network;

/** Where networks are wanted to run. */
public enum DeviceChoice {
  /** On the first GPU; on the CPU where there is none. */
  AUTO,
  /** On the CPU. */
  CPU,
  /** On the first GPU, and nowhere else. */
  GPU;

  /**
   * The device that this choice comes to.
   *
   * @param gpus number of GPUs that can be used, see {@link Gpus#count()}
   * @throws IllegalArgumentException if a GPU is asked for and there is none
   */
  public ComputeDevice among(int gpus) {
    if (this == CPU || (this == AUTO && gpus == 0)) {
      return ComputeDevice.CPU;
    }
    if (gpus == 0) {
      throw new IllegalArgumentException(
          "device gpu is asked for, and PyTorch finds none: it takes PyTorch for CUDA, a driver,"
              + " and a GPU that this process may see; auto runs on the CPU then");
    }
    return new ComputeDevice(0);
  }
}
