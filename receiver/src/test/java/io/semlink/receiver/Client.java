package io.semlink.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.semlink.chassis.ErrorDetails;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverEvent;
import io.semlink.link.v1.ReceiverReport;
import io.semlink.receiver.v1.ReceiveRequest;
import io.semlink.receiver.v1.ReceiveResponse;
import io.semlink.receiver.v1.ReceiverServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A channel's side of the receiver's calls. */
final class Client implements AutoCloseable {
  private final ManagedChannel channel;

  Client(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  ReceiverServiceGrpc.ReceiverServiceBlockingStub blocking() {
    return ReceiverServiceGrpc.newBlockingStub(channel).withDeadlineAfter(Duration.ofSeconds(60));
  }

  ReceiverServiceGrpc.ReceiverServiceStub stub() {
    return ReceiverServiceGrpc.newStub(channel);
  }

  /** Begins a call with its messages; it ends by itself. */
  Call begin(List<ReceiveRequest> messages, Duration deadline) {
    Call call = new Call();
    Context.CancellableContext context = Context.current().withCancellation();
    call.context = context;
    context.run(
        () -> {
          StreamObserver<ReceiveRequest> requests =
              stub().withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS).receive(call);
          messages.forEach(requests::onNext);
          requests.onCompleted();
        });
    return call;
  }

  /** Makes a call and waits for its end. */
  Call receive(List<ReceiveRequest> messages) {
    Call call = begin(messages, Duration.ofSeconds(60));
    call.awaitEnd();
    return call;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** One call of Receive and what came of it. */
  static final class Call implements StreamObserver<ReceiveResponse> {
    final List<ReceiverEvent> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
    private Context.CancellableContext context = Context.current().withCancellation();

    @Override
    public void onNext(ReceiveResponse response) {
      events.add(response.getEvent());
    }

    @Override
    public void onError(Throwable error) {
      end.complete(Optional.of(error));
    }

    @Override
    public void onCompleted() {
      end.complete(Optional.empty());
    }

    void cancel() {
      context.cancel(null);
    }

    boolean isDone() {
      return end.isDone();
    }

    /** The error it ended with. */
    Optional<Throwable> awaitEnd() {
      try {
        return end.get(90, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      } catch (java.util.concurrent.TimeoutException e) {
        throw new AssertionError("the call did not end; events: " + events.size(), e);
      }
    }

    ErrorDetails error() {
      return ErrorDetails.of(
          awaitEnd().orElseThrow(() -> new AssertionError("the call ended well")));
    }

    ReceiverReport report() {
      awaitEnd().ifPresent(error -> assertThat(error).as("the call").isNull());
      ReceiverEvent last = events.get(events.size() - 1);
      assertThat(last.hasReport()).as("the last event is the report").isTrue();
      return last.getReport();
    }

    /** The picture of a kind, put together from its parts. */
    Photo picture(PictureKind kind, int step) throws Exception {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      boolean last = false;
      for (ReceiverEvent event : events) {
        PictureChunk chunk = event.getPicture();
        if (event.hasPicture() && chunk.getKind() == kind && chunk.getStep() == step) {
          assertThat(chunk.getOffsetBytes()).isEqualTo(file.size());
          file.writeBytes(chunk.getData().toByteArray());
          last = chunk.getLast();
        }
      }
      assertThat(last).as("%s came whole", kind).isTrue();
      return PhotoReader.read(file.toByteArray());
    }

    List<String> stages() {
      List<String> stages = new ArrayList<>();
      report().getStagesList().forEach(stage -> stages.add(stage.getStage()));
      return stages;
    }
  }
}
