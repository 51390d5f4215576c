package io.semlink.launcher;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.v1.ChannelServiceGrpc;
import io.semlink.channel.v1.RelayEnd;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.channel.v1.RelayRequest;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.link.v1.Delivery;
import io.semlink.link.v1.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Transmissions that are accounted and go nowhere. */
final class TestTraffic {
  private TestTraffic() {}

  /** Sends messages one after the other and returns what became of each. */
  static List<Delivery> send(Channel channel, String link, int messages, int bytes)
      throws Exception {
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      deliveries.add(send(channel, link, bytes));
    }
    return deliveries;
  }

  private static Delivery send(Channel channel, String link, int bytes) throws Exception {
    CompletableFuture<Delivery> delivery = new CompletableFuture<>();
    StreamObserver<RelayRequest> requests =
        ChannelServiceGrpc.newStub(channel)
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .relay(
                new StreamObserver<>() {
                  @Override
                  public void onNext(RelayResponse response) {
                    if (response.hasCompleted()) {
                      delivery.complete(response.getCompleted().getDelivery());
                    }
                  }

                  @Override
                  public void onError(Throwable error) {
                    delivery.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(
        RelayRequest.newBuilder()
            .setHeader(
                RelayHeader.newBuilder()
                    .setRequestId("test")
                    .setLinkName(link)
                    .setAccountOnly(true)
                    .setLatencyLimit(Durations.fromMillis(30)))
            .build());
    requests.onNext(
        RelayRequest.newBuilder()
            .setSegment(
                Segment.newBuilder()
                    .setKind("latent")
                    .setPayload(ByteString.copyFrom(new byte[bytes])))
            .build());
    requests.onNext(
        RelayRequest.newBuilder().setEnd(RelayEnd.newBuilder().setSegmentCount(1)).build());
    requests.onCompleted();
    return delivery.get(20, TimeUnit.SECONDS);
  }
}
