package io.semlink.receiver.inpaint;

import io.semlink.codec.network.IntTensor;
import io.semlink.codec.network.Network;
import io.semlink.codec.network.Tensor;

/**
 * The denoiser of a bundle: forward(x_t [b,3,h,w], known [b,3,h,w], mask [b,1,h,w], t [b], tokens
 * [b,l]) to v [b,3,h,w].
 */
public final class NetworkDenoiser implements Denoiser {
  private final Network network;

  /** Uses a network, which stays its owner's to close. */
  public NetworkDenoiser(Network network) {
    this.network = network;
  }

  @Override
  public float[] velocity(DenoiserBatch batch) {
    int count = batch.count();
    int height = batch.size().height();
    int width = batch.size().width();
    float[] v =
        network
            .run(
                "forward",
                new Tensor(batch.noisy(), count, 3, height, width),
                new Tensor(batch.known(), count, 3, height, width),
                new Tensor(batch.mask(), count, 1, height, width),
                new Tensor(batch.times(), count),
                new IntTensor(batch.tokens(), count, batch.tokensPerPicture()))
            .get(0)
            .data();
    if (v.length != batch.noisy().length) {
      throw new IllegalStateException(
          "the denoiser returned %d values for %d".formatted(v.length, batch.noisy().length));
    }
    return v;
  }
}
