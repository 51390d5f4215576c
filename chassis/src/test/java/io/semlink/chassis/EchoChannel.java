package io.semlink.chassis;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.v1.ChannelServiceGrpc;
import io.semlink.channel.v1.GetLinkStateRequest;
import io.semlink.channel.v1.GetLinkStateResponse;
import io.semlink.channel.v1.WatchStateRequest;
import io.semlink.channel.v1.WatchStateResponse;
import io.semlink.link.v1.LinkState;
import java.util.function.Consumer;
import java.util.function.Function;

/** A real service of the contract whose answers a test writes. */
final class EchoChannel extends ChannelServiceGrpc.ChannelServiceImplBase {
  private final Function<GetLinkStateRequest, String> answer;
  private final Consumer<ServerCallStreamObserver<WatchStateResponse>> watch;

  EchoChannel(Function<GetLinkStateRequest, String> answer) {
    this(answer, observer -> {});
  }

  EchoChannel(
      Function<GetLinkStateRequest, String> answer,
      Consumer<ServerCallStreamObserver<WatchStateResponse>> watch) {
    this.answer = answer;
    this.watch = watch;
  }

  static GetLinkStateResponse state(String linkName) {
    return GetLinkStateResponse.newBuilder()
        .setState(LinkState.newBuilder().setLinkName(linkName))
        .build();
  }

  @Override
  public void getLinkState(
      GetLinkStateRequest request, StreamObserver<GetLinkStateResponse> observer) {
    observer.onNext(state(answer.apply(request)));
    observer.onCompleted();
  }

  @Override
  public void watchState(WatchStateRequest request, StreamObserver<WatchStateResponse> observer) {
    watch.accept((ServerCallStreamObserver<WatchStateResponse>) observer);
  }
}
