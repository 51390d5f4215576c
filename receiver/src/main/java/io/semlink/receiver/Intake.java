package io.semlink.receiver;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.semlink.chassis.RequestScope;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.link.v1.Segment;
import io.semlink.receiver.v1.EndOfDelivery;
import io.semlink.receiver.v1.ReceiveHeader;
import io.semlink.receiver.v1.ReceiveRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the messages of one call: header, segments, end. Holds no more bytes than allowed, and
 * hands the whole on when the delivery has ended.
 */
final class Intake implements StreamObserver<ReceiveRequest> {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final long maxBytes;
  private final BufferBudget.Share share;
  private final ObjIntConsumer<String> accept;
  private final Consumer<Arrival> handOn;
  private final Consumer<Throwable> fail;

  // Guarded by this.
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable ReceiveHeader header;
  private @Nullable ReceiveOptions options;
  private int nextIndex;
  private boolean gap;
  private boolean over;

  /**
   * Creates the intake of a call.
   *
   * @param share takes up what is held; closed here if the call ends before it is handed on
   * @param accept told the request id and the attempt once the header is found good
   * @param handOn gets what arrived, once
   * @param fail gets the error that ends the call, if there is one
   */
  Intake(
      long maxBytes,
      BufferBudget.Share share,
      ObjIntConsumer<String> accept,
      Consumer<Arrival> handOn,
      Consumer<Throwable> fail) {
    this.maxBytes = maxBytes;
    this.share = share;
    this.accept = accept;
    this.handOn = handOn;
    this.fail = fail;
  }

  @Override
  public synchronized void onNext(ReceiveRequest message) {
    if (over) {
      return;
    }
    try {
      switch (message.getMessageCase()) {
        case HEADER -> header(message.getHeader());
        case SEGMENT -> segment(message.getSegment());
        case END_OF_DELIVERY -> end(message.getEndOfDelivery());
        case MESSAGE_NOT_SET ->
            throw outOfOrder("message", "is empty; send header, segments and end_of_delivery");
      }
    } catch (RuntimeException e) {
      give(e);
    }
  }

  private void header(ReceiveHeader message) {
    if (header != null) {
      throw outOfOrder("header", "must come once and first");
    }
    if (!message.getRequestId().isEmpty()) {
      RequestScope.current().identify(message.getRequestId());
    }
    options = ReceiveOptions.read(message.getOptions());
    header = message;
    accept.accept(requestId(message), message.getAttempt());
  }

  private void segment(Segment segment) {
    if (header == null) {
      throw outOfOrder("segment", "must come after the header");
    }
    if (segment.hasSymbols()) {
      throw ServiceException.invalidArgument(
          "segment.symbols", "are of no scheme that this receiver knows; send payload");
    }
    if (segment.getIndex() < nextIndex || segment.getIndex() < 0) {
      throw outOfOrder(
          "segment.index",
          "must rise from one segment to the next; got %s after %d"
              .formatted(Integer.toUnsignedString(segment.getIndex()), nextIndex - 1));
    }
    // Behind a segment that is missing altogether nothing can be placed in the file any more.
    gap |= segment.getIndex() > nextIndex;
    nextIndex = segment.getIndex() + 1;
    if (!gap) {
      append(segment.getPayload());
    }
  }

  private void append(ByteString payload) {
    if (bytes.size() + (long) payload.size() > maxBytes) {
      throw ServiceException.tooLarge(
          "a delivery may have %d bytes; send a smaller picture".formatted(maxBytes), maxBytes);
    }
    if (!share.take(payload.size())) {
      throw ServiceException.resourceExhausted(
          "QUEUE_FULL", "the receiver holds as many deliveries as it may", RETRY_AFTER);
    }
    try {
      payload.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(EndOfDelivery end) {
    ReceiveHeader opened = header;
    ReceiveOptions asked = options;
    if (opened == null || asked == null) {
      throw outOfOrder("end_of_delivery", "must come after the header");
    }
    over = true;
    Arrival arrival =
        new Arrival(
            requestId(opened),
            asked,
            opened.getBundle().getFingerprint(),
            bytes.toByteArray(),
            gap || end.getDelivery().getCut());
    bytes.reset();
    handOn.accept(arrival);
  }

  private static String requestId(ReceiveHeader header) {
    return header.getRequestId().isEmpty()
        ? RequestScope.current().requestId()
        : header.getRequestId();
  }

  /** Ends the intake with an error, if it has not ended. */
  synchronized void abandon(Throwable error) {
    if (!over) {
      give(error);
    }
  }

  private void give(Throwable error) {
    over = true;
    bytes.reset();
    share.close();
    fail.accept(error);
  }

  @Override
  public synchronized void onError(Throwable error) {
    if (!over) {
      over = true;
      bytes.reset();
      share.close();
    }
  }

  @Override
  public synchronized void onCompleted() {
    abandon(outOfOrder("message", "the stream ended without end_of_delivery"));
  }

  private static ServiceException outOfOrder(String field, String rule) {
    return ServiceException.invalidArgument(
        "OUT_OF_ORDER", List.of(new FieldViolation(field, rule)));
  }
}
