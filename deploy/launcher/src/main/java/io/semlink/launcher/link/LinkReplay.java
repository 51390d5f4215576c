package io.semlink.launcher.link;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.RecordedBlock;
import io.semlink.channel.v1.ReplayBlocks;
import io.semlink.channel.v1.ReplayHeader;
import io.semlink.channel.v1.ReplayLinkRequest;
import io.semlink.channel.v1.ReplayLinkResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One call of ReplayLink: reads the recording as fast as the simulator takes it. */
public final class LinkReplay
    implements ClientResponseObserver<ReplayLinkRequest, ReplayLinkResponse> {
  /** Some 50 KiB. */
  private static final int BATCH = 500;

  private final ReplayHeader header;
  private final RecordingReader recording;
  private final CompletableFuture<ReplayLinkResponse> result = new CompletableFuture<>();
  private @Nullable ReplayLinkResponse answer;
  private boolean begun;
  private boolean sent;

  private LinkReplay(ReplayHeader header, RecordingReader recording) {
    this.header = header;
    this.recording = recording;
  }

  /**
   * Gives a recording to a link.
   *
   * @return what the simulator says of it
   * @throws IOException if the recording cannot be read; the link has not changed then
   * @throws io.grpc.StatusRuntimeException if the simulator refuses it
   */
  public static ReplayLinkResponse play(
      Channel channel, ReplayHeader header, RecordingReader recording)
      throws IOException, InterruptedException {
    LinkReplay replay = new LinkReplay(header, recording);
    ChannelAdminServiceGrpc.newStub(channel).replayLink(replay);
    try {
      return replay.result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw Status.fromThrowable(e.getCause())
          .asRuntimeException(Status.trailersFromThrowable(e.getCause()));
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ReplayLinkRequest> call) {
    call.setOnReadyHandler(() -> upload(call));
  }

  // gRPC calls this on one thread at a time.
  private void upload(ClientCallStreamObserver<ReplayLinkRequest> call) {
    try {
      while (call.isReady() && !sent) {
        ReplayLinkRequest.Builder request = ReplayLinkRequest.newBuilder();
        if (!begun) {
          begun = true;
          call.onNext(request.setHeader(header).build());
          continue;
        }
        List<RecordedBlock> blocks = recording.next(BATCH);
        if (!blocks.isEmpty()) {
          call.onNext(request.setBlocks(ReplayBlocks.newBuilder().addAllBlocks(blocks)).build());
        } else {
          sent = true;
          call.onCompleted();
        }
      }
    } catch (IOException e) {
      sent = true;
      result.completeExceptionally(e);
      call.cancel("the recording cannot be read", e);
    }
  }

  @Override
  public void onNext(ReplayLinkResponse response) {
    answer = response;
  }

  @Override
  public void onError(Throwable error) {
    result.completeExceptionally(error);
  }

  @Override
  public void onCompleted() {
    if (answer == null) {
      result.completeExceptionally(
          Status.INTERNAL.withDescription("the simulator did not answer").asRuntimeException());
    } else {
      result.complete(answer);
    }
  }
}
