package io.semlink.transmitter;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.codec.image.PhotoReader;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitRequest;
import io.semlink.transmitter.v1.TransmitResponse;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The incoming half of a call: options, then the photo in chunks, then the end. */
final class Intake implements StreamObserver<TransmitRequest> {
  /** Largest chunk of the photo, in bytes. */
  static final int MAX_CHUNK_BYTES = 64 << 10;

  /** Takes the request over. */
  interface Handover {
    /**
     * Checks and completes the options, which come first.
     *
     * @throws ServiceException if the request is refused
     */
    RequestOptions begin(TransmitOptions options);

    /** Starts the work when all of the photo has come; it is over when the sink has ended. */
    void accept(RequestOptions options, byte[] file);

    /** The call has ended in whatever way; may come more than once. */
    void ended();
  }

  private final ServerCallStreamObserver<TransmitResponse> call;
  private final ResponseSink<TransmitResponse> sink;
  private final BufferBudget budget;
  private final Handover handover;
  private final Future<?> timeout;
  private @Nullable RequestOptions options;
  private ByteString file = ByteString.EMPTY;
  private long held;

  /**
   * Takes the incoming half of a call over.
   *
   * @param timeout fails the call when its time is over, unless it is cancelled before
   * @param handover takes the request as it comes
   */
  Intake(
      ServerCallStreamObserver<TransmitResponse> call,
      ResponseSink<TransmitResponse> sink,
      BufferBudget budget,
      Future<?> timeout,
      Handover handover) {
    this.call = call;
    this.sink = sink;
    this.budget = budget;
    this.timeout = timeout;
    this.handover = handover;
    call.disableAutoRequest();
    call.request(1);
    sink.onEnd(this::release);
  }

  @Override
  public void onNext(TransmitRequest request) {
    try {
      switch (request.getMessageCase()) {
        case OPTIONS -> takeOptions(request);
        case PHOTO_CHUNK -> takeChunk(request.getPhotoChunk());
        case MESSAGE_NOT_SET -> throw outOfOrder("a message is empty");
      }
      call.request(1);
    } catch (RuntimeException e) {
      sink.fail(e);
    }
  }

  private void takeOptions(TransmitRequest request) {
    if (options != null) {
      throw outOfOrder("options came twice; they come once and first");
    }
    options = handover.begin(request.getOptions());
  }

  private void takeChunk(ByteString chunk) {
    if (options == null) {
      throw outOfOrder("the photo came before the options; options come once and first");
    }
    if (chunk.size() > MAX_CHUNK_BYTES) {
      throw ServiceException.invalidArgument(
          "photo_chunk",
          "has " + chunk.size() + " bytes; at most " + MAX_CHUNK_BYTES + " go at once");
    }
    if (file.size() + (long) chunk.size() > PhotoReader.MAX_BYTES) {
      throw ServiceException.tooLarge(
          "the photo has more than " + PhotoReader.MAX_BYTES + " bytes", PhotoReader.MAX_BYTES);
    }
    hold(chunk.size());
    file = file.concat(chunk);
  }

  @Override
  public void onError(Throwable error) {
    // The client has gone; the sink learns of it by its cancel handler.
    release();
  }

  @Override
  public void onCompleted() {
    timeout.cancel(false);
    if (sink.hasEnded()) {
      return;
    }
    if (options == null) {
      sink.fail(outOfOrder("the stream ended before the options came"));
      return;
    }
    byte[] bytes = file.toByteArray();
    file = ByteString.EMPTY;
    try {
      handover.accept(options, bytes);
    } catch (RuntimeException e) {
      sink.fail(e);
    }
  }

  private synchronized void hold(int bytes) {
    if (!sink.hasEnded()) {
      budget.take(bytes);
      held += bytes;
    }
  }

  private synchronized void release() {
    timeout.cancel(false);
    budget.giveBack(held);
    held = 0;
    handover.ended();
  }

  private static ServiceException outOfOrder(String what) {
    return ServiceException.invalidArgument(
        "OUT_OF_ORDER", List.of(new FieldViolation("message", what)));
  }
}
