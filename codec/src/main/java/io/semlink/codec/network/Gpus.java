package io.semlink.codec.network;

import ai.djl.engine.Engine;
import ai.djl.util.cuda.CudaUtils;

/** The GPUs of this machine, as PyTorch sees them. */
public final class Gpus {
  private Gpus() {}

  /** How many can be used; 0 if PyTorch is the one for the CPU. */
  public static int count() {
    return Engine.getEngine("PyTorch").getGpuCount();
  }

  /** Bytes in use on a device, by this process and others; 0 for the CPU. */
  public static long usedBytes(ComputeDevice device) {
    return device.isGpu() ? CudaUtils.getGpuMemory(device.device()).getUsed() : 0;
  }
}
