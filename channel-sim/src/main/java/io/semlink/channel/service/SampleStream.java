package io.semlink.channel.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.FadingProcess;
import io.semlink.channel.v1.BlockSample;
import io.semlink.channel.v1.SampleLinkResponse;

/** One call of SampleLink: draws blocks as fast as the client takes them. */
final class SampleStream {
  /** Samples per message, some 30 KiB. */
  private static final int BATCH = 1000;

  private final LinkConfig config;
  private final FadingProcess process;
  private final long count;
  private final ServerCallStreamObserver<SampleLinkResponse> client;
  private long next;

  private SampleStream(
      LinkConfig config, long count, ServerCallStreamObserver<SampleLinkResponse> client) {
    this.config = config;
    this.process = config.fading().process(config.seed(), config.coherenceTime());
    this.count = count;
    this.client = client;
  }

  /** Takes a call up; must run inside the service method. */
  static void start(
      LinkConfig config, long count, ServerCallStreamObserver<SampleLinkResponse> client) {
    SampleStream stream = new SampleStream(config, count, client);
    client.setOnReadyHandler(stream::pump);
    stream.pump();
  }

  private synchronized void pump() {
    while (next < count && client.isReady() && !client.isCancelled()) {
      client.onNext(batch());
      if (next == count) {
        client.onCompleted();
      }
    }
  }

  private SampleLinkResponse batch() {
    SampleLinkResponse.Builder batch = SampleLinkResponse.newBuilder();
    long end = Math.min(count, next + BATCH);
    for (; next < end; next++) {
      Block block =
          new Block(
              next,
              process.gain(next),
              config.snrDb(),
              config.bandwidthHz(),
              config.coherenceTime());
      batch.addSamples(
          BlockSample.newBuilder()
              .setBlockIndex(next)
              .setPowerGain(block.gain())
              .setCapacityBps(block.capacityBps()));
    }
    return batch.build();
  }
}
