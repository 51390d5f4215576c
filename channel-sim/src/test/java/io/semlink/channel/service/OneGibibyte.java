package io.semlink.channel.service;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.v1.RelayCompleted;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.link.v1.Segment;
import io.semlink.receiver.v1.ReceiveRequest;
import io.semlink.receiver.v1.ReceiveResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Sends a GiB through a simulator in this JVM, whose heap is meant to be far smaller. */
final class OneGibibyte {
  private static final long BYTES = 1L << 30;
  private static final int SEGMENT_BYTES = 128 << 10;

  /** The receiver takes a segment only after this many were asked of it. */
  private static final int WINDOW = 2;

  private OneGibibyte() {}

  public static void main(String[] arguments) throws Exception {
    TestReceiver receiver = new TestReceiver();
    AtomicLong taken = new AtomicLong();
    receiver.script(reception -> counting(reception, taken));
    ServiceRuntime channel =
        ChannelSimService.wire(
            new ChannelSimConfig(
                ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofMillis(200)),
                PeerConfig.plaintext("receiver", "127.0.0.1", receiver.port()),
                List.of(LinkConfig.named("wide").withBandwidthHz(1e11).withSnrDb(60))));
    TestTransmitter transmitter = new TestTransmitter(channel.port());
    TestTransmitter.Call call =
        transmitter.relay(TestTransmitter.header("wide", Duration.ofSeconds(60)));
    ByteString payload = ByteString.copyFrom(new byte[SEGMENT_BYTES]);
    for (long sent = 0; sent < BYTES; sent += SEGMENT_BYTES) {
      call.awaitReady();
      call.segment(Segment.newBuilder().setKind("bulk").setPayload(payload));
    }
    List<RelayResponse> responses = call.finish().await(Duration.ofMinutes(4));

    RelayCompleted completed =
        responses.stream()
            .filter(RelayResponse::hasCompleted)
            .findFirst()
            .orElseThrow()
            .getCompleted();
    System.out.printf(
        "taken=%d delivered_bits=%d max_heap=%d%n",
        taken.get(), completed.getDelivery().getDeliveredBits(), Runtime.getRuntime().maxMemory());
    transmitter.close();
    channel.close();
    receiver.close();
  }

  private static StreamObserver<ReceiveRequest> counting(
      TestReceiver.Reception reception, AtomicLong taken) {
    ServerCallStreamObserver<ReceiveResponse> client = reception.client;
    client.disableAutoRequest();
    client.request(WINDOW);
    return new StreamObserver<>() {
      @Override
      public void onNext(ReceiveRequest request) {
        if (request.hasHeader()) {
          reception.onNext(request);
        }
        taken.addAndGet(request.getSegment().getPayload().size());
        client.request(1);
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        reception.onCompleted();
      }
    };
  }
}
