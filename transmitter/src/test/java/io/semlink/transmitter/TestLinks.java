package io.semlink.transmitter;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.v1.ChannelAdminServiceGrpc.ChannelAdminServiceImplBase;
import io.semlink.channel.v1.GetPeersRequest;
import io.semlink.channel.v1.GetPeersResponse;
import io.semlink.channel.v1.Link;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.LinkPreset;
import io.semlink.channel.v1.ListLinksRequest;
import io.semlink.channel.v1.ListLinksResponse;
import io.semlink.channel.v1.ListPresetsRequest;
import io.semlink.channel.v1.ListPresetsResponse;
import io.semlink.channel.v1.PeerState;
import io.semlink.channel.v1.ResetLinkRequest;
import io.semlink.channel.v1.ResetLinkResponse;
import io.semlink.channel.v1.UpdateLinkRequest;
import io.semlink.channel.v1.UpdateLinkResponse;
import io.semlink.chassis.ServiceException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One link, {@code default}, whose settings are taken as they come; an SNR above 100 dB is wrong.
 */
final class TestLinks extends ChannelAdminServiceImplBase {
  final ConcurrentMap<String, LinkConfig> links =
      new ConcurrentHashMap<>(
          java.util.Map.of(
              "default", LinkConfig.newBuilder().setName("default").setSnrDb(6).build()));
  final Queue<UpdateLinkRequest> updates = new ConcurrentLinkedQueue<>();
  final Queue<String> resets = new ConcurrentLinkedQueue<>();
  final AtomicReference<PeerState> receiver =
      new AtomicReference<>(
          PeerState.newBuilder()
              .setName("receiver")
              .setTarget("far:7403")
              .setUp(true)
              .setBreaker("CLOSED")
              .setCheckedAt(Timestamp.newBuilder().setSeconds(1_800_000_000))
              .build());

  @Override
  public void listLinks(ListLinksRequest request, StreamObserver<ListLinksResponse> client) {
    ListLinksResponse.Builder all = ListLinksResponse.newBuilder();
    links.values().forEach(config -> all.addLinks(Link.newBuilder().setConfig(config)));
    answer(client, all.build());
  }

  @Override
  public void listPresets(ListPresetsRequest request, StreamObserver<ListPresetsResponse> client) {
    answer(
        client,
        ListPresetsResponse.newBuilder()
            .addPresets(LinkPreset.newBuilder().setName("urban").setDescription("A street."))
            .build());
  }

  @Override
  public void updateLink(UpdateLinkRequest request, StreamObserver<UpdateLinkResponse> client) {
    updates.add(request);
    LinkConfig change = request.getConfig();
    if (change.getSnrDb() > 100) {
      client.onError(
          ServiceException.invalidArgument("config.snr_db", "must be at most 100 dB")
              .toStatusException());
      return;
    }
    LinkConfig now =
        links.merge(change.getName(), change, (a, b) -> a.toBuilder().mergeFrom(b).build());
    answer(
        client, UpdateLinkResponse.newBuilder().setLink(Link.newBuilder().setConfig(now)).build());
  }

  @Override
  public void resetLink(ResetLinkRequest request, StreamObserver<ResetLinkResponse> client) {
    resets.add(request.getName());
    answer(
        client,
        ResetLinkResponse.newBuilder()
            .setLink(Link.newBuilder().setConfig(links.get(request.getName())))
            .build());
  }

  @Override
  public void getPeers(GetPeersRequest request, StreamObserver<GetPeersResponse> client) {
    answer(client, GetPeersResponse.newBuilder().addAllPeers(List.of(receiver.get())).build());
  }

  private static <T> void answer(StreamObserver<T> client, T response) {
    client.onNext(response);
    client.onCompleted();
  }
}
