package io.semlink.channel.service;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.link.Link;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.LinkRegistry;
import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.DeleteLinkRequest;
import io.semlink.channel.v1.DeleteLinkResponse;
import io.semlink.channel.v1.GetLinkRequest;
import io.semlink.channel.v1.GetLinkResponse;
import io.semlink.channel.v1.ListLinksRequest;
import io.semlink.channel.v1.ListLinksResponse;
import io.semlink.channel.v1.RecordLinkRequest;
import io.semlink.channel.v1.RecordLinkResponse;
import io.semlink.channel.v1.ReplayLinkRequest;
import io.semlink.channel.v1.ReplayLinkResponse;
import io.semlink.channel.v1.ResetLinkRequest;
import io.semlink.channel.v1.ResetLinkResponse;
import io.semlink.channel.v1.SampleLinkRequest;
import io.semlink.channel.v1.SampleLinkResponse;
import io.semlink.channel.v1.UpdateLinkRequest;
import io.semlink.channel.v1.UpdateLinkResponse;
import io.semlink.chassis.ServiceException;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and changes links while the simulator runs. Every change is logged. */
final class ChannelAdminEndpoint extends ChannelAdminServiceGrpc.ChannelAdminServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(ChannelAdminEndpoint.class);

  private static final int MAX_SAMPLES = 1_000_000;

  private final LinkRegistry links;
  private final ChannelMetrics metrics;

  ChannelAdminEndpoint(LinkRegistry links, ChannelMetrics metrics) {
    this.links = links;
    this.metrics = metrics;
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
    String name = request.getConfig().getName();
    LinkChange change = new LinkChange(request.getConfig(), request.getUpdateMask());
    Link link;
    if (request.getAllowMissing()) {
      link = links.updateOrAdd(name, change);
      metrics.track(link.name());
    } else {
      link = links.link(name);
      link.update(change);
    }
    if (request.getReset()) {
      link.reset(OptionalLong.empty());
    }
    log.info("link {} is now {}", link.name(), link.snapshot().config());
    answer(
        client,
        UpdateLinkResponse.newBuilder().setLink(LinkMessages.link(link.snapshot())).build());
  }

  @Override
  public void deleteLink(DeleteLinkRequest request, StreamObserver<DeleteLinkResponse> client) {
    links.remove(request.getName());
    metrics.forget(request.getName());
    log.info("link {} was deleted", request.getName());
    answer(client, DeleteLinkResponse.getDefaultInstance());
  }

  @Override
  public void resetLink(ResetLinkRequest request, StreamObserver<ResetLinkResponse> client) {
    Link link = links.link(request.getName());
    link.reset(request.hasSeed() ? OptionalLong.of(request.getSeed()) : OptionalLong.empty());
    log.info("link {} was reset, seed {}", link.name(), link.snapshot().config().seed());
    answer(
        client, ResetLinkResponse.newBuilder().setLink(LinkMessages.link(link.snapshot())).build());
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
    client.onError(notOffered("RecordLink: the link's seed, which GetLink tells, repeats a run"));
  }

  @Override
  public StreamObserver<ReplayLinkRequest> replayLink(StreamObserver<ReplayLinkResponse> client) {
    throw notOffered("ReplayLink: ResetLink with the seed of a run repeats it");
  }

  private io.semlink.channel.v1.Link read(String name) {
    return LinkMessages.link(links.link(name).snapshot());
  }

  private static RuntimeException notOffered(String what) {
    return Status.UNIMPLEMENTED
        .withDescription("this simulator does not offer " + what)
        .asRuntimeException();
  }

  private static <T> void answer(StreamObserver<T> client, T response) {
    client.onNext(response);
    client.onCompleted();
  }
}
