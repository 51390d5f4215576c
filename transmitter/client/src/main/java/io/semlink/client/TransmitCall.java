package io.semlink.client;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitRequest;
import io.semlink.transmitter.v1.TransmitResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call: uploads as fast as the service reads, collects what comes back. */
final class TransmitCall implements ClientResponseObserver<TransmitRequest, TransmitResponse> {
  /** Largest chunk that the contract allows, in bytes. */
  private static final int CHUNK_BYTES = 64 << 10;

  private final InputStream photo;
  private final TransmitOptions options;
  private final Consumer<TransmitResponse> events;
  private final CompletableFuture<TransmissionResult> result = new CompletableFuture<>();
  private final List<ReceivedPicture> pictures = new ArrayList<>();
  private ByteString picture = ByteString.EMPTY;
  private @Nullable TransmissionReport report;
  private boolean optionsSent;
  private boolean uploaded;

  TransmitCall(InputStream photo, TransmitOptions options, Consumer<TransmitResponse> events) {
    this.photo = photo;
    this.options = options;
    this.events = events;
  }

  /** Completes when the call has ended. */
  CompletableFuture<TransmissionResult> result() {
    return result;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<TransmitRequest> call) {
    call.setOnReadyHandler(() -> upload(call));
  }

  // gRPC calls this on one thread at a time.
  private void upload(ClientCallStreamObserver<TransmitRequest> call) {
    try {
      while (call.isReady() && !uploaded) {
        if (!optionsSent) {
          optionsSent = true;
          call.onNext(TransmitRequest.newBuilder().setOptions(options).build());
          continue;
        }
        byte[] chunk = photo.readNBytes(CHUNK_BYTES);
        if (chunk.length > 0) {
          call.onNext(
              TransmitRequest.newBuilder().setPhotoChunk(ByteString.copyFrom(chunk)).build());
        }
        if (chunk.length < CHUNK_BYTES) {
          uploaded = true;
          call.onCompleted();
        }
      }
    } catch (IOException e) {
      uploaded = true;
      result.completeExceptionally(
          Status.INVALID_ARGUMENT
              .withDescription("cannot read the photo: " + e.getMessage())
              .withCause(e)
              .asRuntimeException());
      call.cancel("cannot read the photo", e);
    }
  }

  @Override
  public void onNext(TransmitResponse response) {
    if (response.hasPicture()) {
      collect(response.getPicture());
    } else if (response.hasRetrying()) {
      // What came of the attempt that failed no longer counts.
      pictures.clear();
      picture = ByteString.EMPTY;
    } else if (response.hasReport()) {
      report = response.getReport();
    }
    events.accept(response);
  }

  private void collect(PictureChunk chunk) {
    ByteString before = chunk.getOffsetBytes() == 0 ? ByteString.EMPTY : picture;
    picture = before.concat(chunk.getData());
    if (chunk.getLast()) {
      pictures.add(
          new ReceivedPicture(
              chunk.getKind(),
              chunk.getStep(),
              chunk.getWidthPx(),
              chunk.getHeightPx(),
              picture.toByteArray()));
      picture = ByteString.EMPTY;
    }
  }

  @Override
  public void onError(Throwable error) {
    result.completeExceptionally(error);
  }

  @Override
  public void onCompleted() {
    if (report == null) {
      result.completeExceptionally(
          Status.INTERNAL
              .withDescription("the transmitter ended the call without a report")
              .asRuntimeException());
    } else {
      result.complete(new TransmissionResult(report, pictures));
    }
  }
}
