package io.semlink.channel.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Realisation;
import io.semlink.channel.link.Recording;
import io.semlink.channel.physics.Block;
import io.semlink.channel.physics.Decibels;
import io.semlink.channel.v1.BlockSample;
import io.semlink.channel.v1.SampleLinkResponse;
import java.time.Duration;

/** One call of SampleLink: draws blocks as fast as the client takes them. */
final class SampleStream {
  /** Samples per message, some 70 KiB. */
  private static final int BATCH = 1000;

  private final Realisation realisation;
  private final long end;
  private final ServerCallStreamObserver<SampleLinkResponse> client;
  private long next;
  private Duration start = Duration.ZERO;

  private SampleStream(
      LinkConfig config, long count, ServerCallStreamObserver<SampleLinkResponse> client) {
    this.next = config.recording().map(Recording::firstBlock).orElse(0L);
    this.end = next + count;
    this.realisation = new Realisation(config, next);
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
    while (next < end && client.isReady() && !client.isCancelled()) {
      client.onNext(batch());
      if (next == end) {
        client.onCompleted();
      }
    }
  }

  private SampleLinkResponse batch() {
    SampleLinkResponse.Builder batch = SampleLinkResponse.newBuilder();
    long until = Math.min(end, next + BATCH);
    for (; next < until; next++) {
      Recording.Entry entry = realisation.entry(next);
      Block block = entry.block();
      batch.addSamples(
          BlockSample.newBuilder()
              .setBlockIndex(next)
              .setStart(ProtoTimes.toProto(start))
              .setPowerGain(block.gain())
              .setGainReal(entry.coefficient().re())
              .setGainImag(entry.coefficient().im())
              .setSnrDb(block.snrDb())
              .setBlockSnrDb(LinkMessages.finite(Decibels.fromLinear(block.snr())))
              .setCapacityBps(block.capacityBps()));
      start = start.plus(block.duration());
    }
    return batch.build();
  }
}
