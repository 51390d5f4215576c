package io.semlink.channel.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.v1.ChannelServiceGrpc;
import io.semlink.channel.v1.GetLinkStateRequest;
import io.semlink.channel.v1.GetLinkStateResponse;
import io.semlink.channel.v1.RelayRequest;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.channel.v1.WatchStateRequest;
import io.semlink.channel.v1.WatchStateResponse;
import io.semlink.chassis.ServiceException;
import java.time.DateTimeException;
import java.time.Duration;

/** Carries transmissions and tells the state of links. */
final class ChannelEndpoint extends ChannelServiceGrpc.ChannelServiceImplBase {
  /** Longest interval between states that can be asked for. */
  private static final Duration MAX_INTERVAL = Duration.ofHours(1);

  private final RelayContext context;

  ChannelEndpoint(RelayContext context) {
    this.context = context;
  }

  @Override
  public StreamObserver<RelayRequest> relay(StreamObserver<RelayResponse> transmitter) {
    return Relay.start(context, (ServerCallStreamObserver<RelayResponse>) transmitter);
  }

  @Override
  public void getLinkState(
      GetLinkStateRequest request, StreamObserver<GetLinkStateResponse> client) {
    client.onNext(
        GetLinkStateResponse.newBuilder()
            .setState(LinkMessages.state(context.links().link(request.getLinkName()).knownState()))
            .build());
    client.onCompleted();
  }

  @Override
  public void watchState(WatchStateRequest request, StreamObserver<WatchStateResponse> client) {
    StateWatch.start(
        context.links(),
        context.links().link(request.getLinkName()),
        (ServerCallStreamObserver<WatchStateResponse>) client,
        context.timer(),
        interval(request));
  }

  private static Duration interval(WatchStateRequest request) {
    try {
      Duration interval = ProtoTimes.fromProto(request.getMinInterval());
      if (!interval.isNegative() && interval.compareTo(MAX_INTERVAL) <= 0) {
        return interval;
      }
    } catch (DateTimeException e) {
      throw ServiceException.invalidArgument("min_interval", "is " + e.getMessage());
    }
    throw ServiceException.invalidArgument(
        "min_interval", "must be 0 to %d s".formatted(MAX_INTERVAL.toSeconds()));
  }
}
