package io.semlink.channel.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.link.Link;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.LinkRegistry;
import io.semlink.channel.link.Preset;
import io.semlink.channel.link.Recording;
import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.DeleteLinkRequest;
import io.semlink.channel.v1.DeleteLinkResponse;
import io.semlink.channel.v1.GetLinkRequest;
import io.semlink.channel.v1.GetLinkResponse;
import io.semlink.channel.v1.GetPeersRequest;
import io.semlink.channel.v1.GetPeersResponse;
import io.semlink.channel.v1.LinkPreset;
import io.semlink.channel.v1.ListLinksRequest;
import io.semlink.channel.v1.ListLinksResponse;
import io.semlink.channel.v1.ListPresetsRequest;
import io.semlink.channel.v1.ListPresetsResponse;
import io.semlink.channel.v1.PeerState;
import io.semlink.channel.v1.RecordLinkRequest;
import io.semlink.channel.v1.RecordLinkResponse;
import io.semlink.channel.v1.ReplayHeader;
import io.semlink.channel.v1.ReplayLinkRequest;
import io.semlink.channel.v1.ReplayLinkResponse;
import io.semlink.channel.v1.ResetLinkRequest;
import io.semlink.channel.v1.ResetLinkResponse;
import io.semlink.channel.v1.SampleLinkRequest;
import io.semlink.channel.v1.SampleLinkResponse;
import io.semlink.channel.v1.UpdateLinkRequest;
import io.semlink.channel.v1.UpdateLinkResponse;
import io.semlink.chassis.PeerHealth;
import io.semlink.chassis.ServiceException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and changes links while the simulator runs. Every change is logged. */
final class ChannelAdminEndpoint extends ChannelAdminServiceGrpc.ChannelAdminServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(ChannelAdminEndpoint.class);

  private static final int MAX_SAMPLES = 1_000_000;

  private final LinkRegistry links;
  private final ChannelMetrics metrics;
  private final Executor executor;
  private final Supplier<List<PeerHealth>> peers;

  /**
   * Creates the endpoint.
   *
   * @param executor sends what recorders have noted; its tasks are short
   * @param peers tells how the services are that the simulator calls
   */
  ChannelAdminEndpoint(
      LinkRegistry links,
      ChannelMetrics metrics,
      Executor executor,
      Supplier<List<PeerHealth>> peers) {
    this.links = links;
    this.metrics = metrics;
    this.executor = executor;
    this.peers = peers;
  }

  @Override
  public void listLinks(ListLinksRequest request, StreamObserver<ListLinksResponse> client) {
    ListLinksResponse.Builder response = ListLinksResponse.newBuilder();
    links.links().forEach(link -> response.addLinks(LinkMessages.link(link.snapshot())));
    answer(client, response.build());
  }

  @Override
  public void getLink(GetLinkRequest request, StreamObserver<GetLinkResponse> client) {
    answer(client, GetLinkResponse.newBuilder().setLink(read(request.getName())).build());
  }

  @Override
  public void updateLink(UpdateLinkRequest request, StreamObserver<UpdateLinkResponse> client) {
    UnaryOperator<LinkConfig> change =
        present ->
            LinkSettings.apply(
                present, request.getConfig(), request.getUpdateMask(), request.getPreset());
    Link link = change(request.getConfig().getName(), request.getAllowMissing(), change);
    if (request.getReset()) {
      link.reset(OptionalLong.empty());
    }
    changed("update", link, "is now " + link.snapshot().config());
    answer(client, UpdateLinkResponse.newBuilder().setLink(read(link.name())).build());
  }

  @Override
  public void deleteLink(DeleteLinkRequest request, StreamObserver<DeleteLinkResponse> client) {
    links.remove(request.getName());
    metrics.changed("delete", request.getName());
    metrics.forget(request.getName());
    log.info("link {} was deleted", request.getName());
    answer(client, DeleteLinkResponse.getDefaultInstance());
  }

  @Override
  public void resetLink(ResetLinkRequest request, StreamObserver<ResetLinkResponse> client) {
    Link link = links.link(request.getName());
    link.reset(request.hasSeed() ? OptionalLong.of(request.getSeed()) : OptionalLong.empty());
    changed("reset", link, "was reset, seed " + link.snapshot().config().seed());
    answer(client, ResetLinkResponse.newBuilder().setLink(read(link.name())).build());
  }

  @Override
  public void sampleLink(SampleLinkRequest request, StreamObserver<SampleLinkResponse> client) {
    int count = request.getBlockCount();
    if (count < 1 || count > MAX_SAMPLES) {
      throw ServiceException.invalidArgument(
          "block_count",
          "must be 1 to %d, but is %s".formatted(MAX_SAMPLES, Integer.toUnsignedString(count)));
    }
    LinkConfig config = links.link(request.getName()).snapshot().config();
    SampleStream.start(
        request.hasSeed() ? config.withSeed(request.getSeed()) : config,
        count,
        (ServerCallStreamObserver<SampleLinkResponse>) client);
  }

  @Override
  public void recordLink(RecordLinkRequest request, StreamObserver<RecordLinkResponse> client) {
    int count = request.getMaxBlocks();
    if (count < 0 || count > Recording.MAX_BLOCKS) {
      throw ServiceException.invalidArgument(
          "max_blocks",
          "must be 0 to %d, but is %s"
              .formatted(Recording.MAX_BLOCKS, Integer.toUnsignedString(count)));
    }
    RecordStream.start(
        links.link(request.getName()),
        count,
        (ServerCallStreamObserver<RecordLinkResponse>) client,
        executor);
  }

  @Override
  public StreamObserver<ReplayLinkRequest> replayLink(StreamObserver<ReplayLinkResponse> client) {
    return new ReplayIntake(this::play, (ServerCallStreamObserver<ReplayLinkResponse>) client);
  }

  @Override
  public void listPresets(ListPresetsRequest request, StreamObserver<ListPresetsResponse> client) {
    ListPresetsResponse.Builder response = ListPresetsResponse.newBuilder();
    Arrays.stream(Preset.values())
        .sorted(Comparator.comparing(Preset::label))
        .forEach(
            preset ->
                response.addPresets(
                    LinkPreset.newBuilder()
                        .setName(preset.label())
                        .setDescription(preset.description())
                        .setConfig(SettingsWriter.config(preset.config(preset.label(), 1L)))));
    answer(client, response.build());
  }

  @Override
  public void getPeers(GetPeersRequest request, StreamObserver<GetPeersResponse> client) {
    GetPeersResponse.Builder response = GetPeersResponse.newBuilder();
    peers.get().forEach(peer -> response.addPeers(message(peer)));
    answer(client, response.build());
  }

  private io.semlink.channel.v1.Link play(ReplayHeader header, Recording recording) {
    UnaryOperator<LinkConfig> change =
        present ->
            LinkSettings.apply(
                    header.hasConfig() ? LinkConfig.named(present.name()) : present,
                    LinkSettings.withoutOutputs(header.getConfig()),
                    "")
                .with(settings -> settings.recording = Optional.of(recording));
    Link link = change(header.getName(), true, change);
    link.reset(OptionalLong.empty());
    changed("replay", link, "plays %d blocks back".formatted(recording.size()));
    return read(link.name());
  }

  private Link change(String name, boolean make, UnaryOperator<LinkConfig> change) {
    if (make) {
      Link link = links.updateOrAdd(name, change);
      metrics.track(link.name());
      return link;
    }
    Link link = links.link(name);
    link.update(change);
    return link;
  }

  private void changed(String change, Link link, String what) {
    metrics.changed(change, link.name());
    log.info("link {} {}", link.name(), what);
  }

  private io.semlink.channel.v1.Link read(String name) {
    return LinkMessages.link(links.link(name).snapshot());
  }

  private static PeerState message(PeerHealth peer) {
    PeerState.Builder state =
        PeerState.newBuilder()
            .setName(peer.name())
            .setTarget(peer.target())
            .setUp(peer.up())
            .setBreaker(peer.breakerState())
            .setDetail(peer.detail());
    peer.checkedAt().map(ProtoTimes::toProto).ifPresent(state::setCheckedAt);
    return state.build();
  }

  private static <T> void answer(StreamObserver<T> client, T response) {
    client.onNext(response);
    client.onCompleted();
  }
}
