package io.semlink.transmitter;

import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.semlink.channel.v1.ChannelServiceGrpc;
import io.semlink.channel.v1.RelayEnd;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.channel.v1.RelayOpened;
import io.semlink.channel.v1.RelayRequest;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.chassis.OutboundStream;
import io.semlink.chassis.ServiceException;
import io.semlink.link.v1.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The call that carries one transmission over the channel. Events are pulled one by one, only while
 * the listener takes more, so a slow client slows the channel instead of filling memory.
 */
final class RelayCall implements ClientResponseObserver<RelayRequest, RelayResponse> {
  private static final int WAITING_SEGMENTS = 16;

  /** Takes what the channel says, on gRPC threads, one call at a time. */
  interface Listener {
    /** Something happened; not called for the opening. */
    void event(RelayResponse response);

    /** Whether the next event may come; if not, {@link RelayCall#resume} asks again. */
    boolean wantsMore();

    /** The call ended well. */
    void ended();

    /** The call ended with an error. */
    void failed(Throwable error);
  }

  private final Listener listener;
  private final Duration stallLimit;
  private final CompletableFuture<RelayOpened> opened = new CompletableFuture<>();
  private final AtomicBoolean paused = new AtomicBoolean();
  private @Nullable ClientCallStreamObserver<RelayRequest> call;
  private @Nullable OutboundStream<RelayRequest> outbound;

  private RelayCall(Listener listener, Duration stallLimit) {
    this.listener = listener;
    this.stallLimit = stallLimit;
  }

  /** Starts a call and sends its header. */
  static RelayCall open(
      Channel channel, RelayHeader header, Duration stallLimit, Listener listener) {
    RelayCall relay = new RelayCall(listener, stallLimit);
    ChannelServiceGrpc.newStub(channel).relay(relay);
    relay.outbound().send(RelayRequest.newBuilder().setHeader(header).build());
    return relay;
  }

  /**
   * Waits for the state of the link, which is the channel's first answer. The peer's time limiter
   * ends the call, and with it the wait, if the answer takes too long.
   */
  RelayOpened awaitOpened() {
    try {
      return opened.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServiceException.cancelled("interrupted while waiting for the channel").causedBy(e);
    }
  }

  /** Sends all segments and the end, as fast as the channel takes them; blocks meanwhile. */
  void send(List<Segment> segments) {
    for (Segment segment : segments) {
      outbound().send(RelayRequest.newBuilder().setSegment(segment).build());
    }
    RelayEnd end = RelayEnd.newBuilder().setSegmentCount(segments.size()).build();
    outbound().send(RelayRequest.newBuilder().setEnd(end).build());
    outbound().complete();
  }

  /** Lets the next event come if one was held back. */
  void resume() {
    if (listener.wantsMore() && paused.compareAndSet(true, false)) {
      call().request(1);
    }
  }

  /** Gives the call up; the channel and the receiver stop. */
  void cancel(String why) {
    call().cancel(why, null);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<RelayRequest> stream) {
    call = stream;
    outbound = OutboundStream.ofClient(stream, WAITING_SEGMENTS, stallLimit);
    stream.disableAutoRequestWithInitial(1);
  }

  @Override
  public void onNext(RelayResponse response) {
    if (response.hasOpened()) {
      opened.complete(response.getOpened());
    } else {
      listener.event(response);
    }
    paused.set(true);
    resume();
  }

  @Override
  public void onError(Throwable error) {
    release(error);
    listener.failed(error);
  }

  @Override
  public void onCompleted() {
    release(
        ServiceException.unavailable(
            "PEER_DOWN",
            "the channel ended the call before the state of the link",
            Map.of("peer", "channel"),
            Duration.ofSeconds(1)));
    listener.ended();
  }

  /** Frees a worker that waits for the channel, which will not answer or read any more. */
  private void release(Throwable why) {
    opened.completeExceptionally(why);
    outbound().fail(why);
  }

  private ClientCallStreamObserver<RelayRequest> call() {
    if (call == null) {
      throw new IllegalStateException("the call has not started");
    }
    return call;
  }

  private OutboundStream<RelayRequest> outbound() {
    if (outbound == null) {
      throw new IllegalStateException("the call has not started");
    }
    return outbound;
  }
}
