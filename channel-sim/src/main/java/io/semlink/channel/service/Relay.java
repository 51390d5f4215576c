package io.semlink.channel.service;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.v1.RelayEnd;
import io.semlink.channel.v1.RelayHeader;
import io.semlink.channel.v1.RelayRequest;
import io.semlink.channel.v1.RelayResponse;
import io.semlink.chassis.LatestAttempts;
import io.semlink.chassis.RequestScope;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceException.FieldViolation;
import io.semlink.link.v1.Segment;
import io.semlink.receiver.v1.ReceiveRequest;
import io.semlink.receiver.v1.ReceiveResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call of Relay: between a transmitter's stream and a receiver's, with a link in the middle.
 *
 * <p>Both ways have a credit of one message. The next message of the transmitter is asked for when
 * the last one was handed on and both neighbours take more, the next event of the receiver when the
 * transmitter takes more; a slow neighbour thus slows the other and nothing piles up here.
 *
 * <p>Callbacks of both streams and of the timer come on different threads; the monitor orders them.
 */
final class Relay implements StreamObserver<RelayRequest> {
  private final RelayContext context;
  private final ServerCallStreamObserver<RelayResponse> transmitter;

  // All below are guarded by this.
  private @Nullable Passage passage;
  private @Nullable ClientCallStreamObserver<ReceiveRequest> receiver;
  private @Nullable Future<?> pending;
  private LatestAttempts.@Nullable Lease lease;
  private boolean requestOwed;
  private boolean eventOwed;
  private boolean delivered;
  private boolean over;

  private Relay(RelayContext context, ServerCallStreamObserver<RelayResponse> transmitter) {
    this.context = context;
    this.transmitter = transmitter;
  }

  /** Takes a call up; must run inside the service method. */
  static Relay start(RelayContext context, ServerCallStreamObserver<RelayResponse> transmitter) {
    Relay relay = new Relay(context, transmitter);
    transmitter.disableAutoRequest();
    transmitter.setOnReadyHandler(relay::pump);
    transmitter.setOnCancelHandler(relay::cancelled);
    transmitter.request(1);
    return relay;
  }

  @Override
  public synchronized void onNext(RelayRequest request) {
    if (over) {
      return;
    }
    try {
      switch (request.getMessageCase()) {
        case HEADER -> begin(request.getHeader());
        case SEGMENT -> carry(open(), request.getSegment());
        case END -> end(open(), request.getEnd());
        case MESSAGE_NOT_SET -> throw outOfOrder("message", "must be header, segment or end");
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public synchronized void onCompleted() {
    if (!over && !delivered) {
      fail(outOfOrder("end", "must come before the stream is closed"));
    }
  }

  @Override
  public void onError(Throwable error) {
    cancelled();
  }

  private void begin(RelayHeader header) {
    if (passage != null) {
      throw outOfOrder("header", "must come once only");
    }
    RequestScope.current().identify(header.getRequestId());
    lease = context.attempts().enter(header.getRequestId(), header.getAttempt(), this::fail);
    Passage opened = Passage.open(header, context.links());
    RequestScope.current().annotate("link", opened.link());
    passage = opened;
    transmitter.onNext(opened.openedEvent());
    if (!header.getAccountOnly()) {
      context.receiver().receive(new ReceiverEvents());
      toReceiver(opened.receiveHeader());
    }
    requestOwed = true;
    pump();
  }

  private void carry(Passage open, Segment segment) {
    CompletableFuture<Passage.Step> step = open.carry(segment);
    if (step.isDone() && !step.isCompletedExceptionally()) {
      whenDue(open, step.join());
      return;
    }
    // Its turn is given by another relay's thread, which holds that relay's monitor.
    Runnable resume = RequestScope.wrap(() -> turnTaken(open, step));
    step.whenCompleteAsync((carried, error) -> resume.run(), context.timer());
  }

  private synchronized void turnTaken(Passage open, CompletableFuture<Passage.Step> step) {
    if (over) {
      return;
    }
    try {
      whenDue(open, step.join());
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      fail(cause == null ? e : cause);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void whenDue(Passage open, Passage.Step step) {
    long wait = open.paced() ? step.dueNanos() - System.nanoTime() : 0;
    if (wait <= 0) {
      if (open.paced()) {
        context.metrics().handedOn(open.link(), -wait);
      }
      handOn(step);
    } else {
      Runnable later = RequestScope.wrap(() -> handOnWhenDue(open, step));
      pending = context.timer().schedule(later, wait, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void handOnWhenDue(Passage open, Passage.Step step) {
    try {
      if (!over) {
        context.metrics().handedOn(open.link(), System.nanoTime() - step.dueNanos());
        handOn(step);
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void handOn(Passage.Step step) {
    step.toReceiver().ifPresent(this::toReceiver);
    step.toTransmitter().forEach(transmitter::onNext);
    requestOwed = true;
    pump();
  }

  private void end(Passage open, RelayEnd end) {
    ReceiveRequest endOfDelivery = open.end(end);
    delivered = true;
    open.close();
    context.metrics().transmitted(open);
    toReceiver(endOfDelivery);
    transmitter.onNext(open.completedEvent());
    if (receiver == null) {
      leave();
      transmitter.onCompleted();
    } else {
      receiver.onCompleted();
    }
  }

  private void toReceiver(ReceiveRequest message) {
    if (receiver != null && !over) {
      receiver.onNext(message);
    }
  }

  /** Asks for the messages owed as far as those downstream take more. */
  private synchronized void pump() {
    if (over || !transmitter.isReady()) {
      return;
    }
    if (requestOwed && (receiver == null || receiver.isReady())) {
      requestOwed = false;
      transmitter.request(1);
    }
    if (eventOwed && receiver != null) {
      eventOwed = false;
      receiver.request(1);
    }
  }

  private synchronized void cancelled() {
    if (!over) {
      release(Status.CANCELLED.withDescription("the transmitter has gone").asException());
    }
  }

  private synchronized void fail(Throwable error) {
    if (!over) {
      release(error);
      // Given the exception itself, gRPC would take the status of its cause.
      transmitter.onError(
          error instanceof ServiceException known ? known.toStatusException() : error);
    }
  }

  private void leave() {
    over = true;
    if (lease != null) {
      lease.close();
    }
  }

  private void release(Throwable why) {
    leave();
    if (pending != null) {
      pending.cancel(false);
    }
    if (passage != null && !delivered) {
      passage.close();
    }
    if (receiver != null) {
      receiver.cancel("the relay has ended", why);
    }
  }

  private Passage open() {
    Passage present = passage;
    if (present == null) {
      throw outOfOrder("header", "must come first");
    }
    if (delivered) {
      throw outOfOrder("message", "must not come after the end");
    }
    return present;
  }

  private static ServiceException outOfOrder(String field, String rule) {
    return ServiceException.invalidArgument(
        "OUT_OF_ORDER", List.of(new FieldViolation(field, rule)));
  }

  /** What the receiver answers. */
  private final class ReceiverEvents
      implements ClientResponseObserver<ReceiveRequest, ReceiveResponse> {
    @Override
    public void beforeStart(ClientCallStreamObserver<ReceiveRequest> requests) {
      requests.disableAutoRequestWithInitial(1);
      requests.setOnReadyHandler(Relay.this::pump);
      // Called by the thread that makes the call, which holds the monitor.
      receiver = requests;
    }

    @Override
    public void onNext(ReceiveResponse response) {
      synchronized (Relay.this) {
        if (!over) {
          transmitter.onNext(
              RelayResponse.newBuilder().setReceiverEvent(response.getEvent()).build());
          eventOwed = true;
          pump();
        }
      }
    }

    @Override
    public void onError(Throwable error) {
      fail(error);
    }

    @Override
    public void onCompleted() {
      synchronized (Relay.this) {
        if (!over && !delivered) {
          fail(
              Status.INTERNAL
                  .withDescription("the receiver ended its call before the delivery was complete")
                  .asException());
        } else if (!over) {
          leave();
          transmitter.onCompleted();
        }
      }
    }
  }
}
