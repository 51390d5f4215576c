package io.semlink.client;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.AbstractStub;
import io.semlink.transmitter.v1.GetCapabilitiesRequest;
import io.semlink.transmitter.v1.GetCapabilitiesResponse;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitResponse;
import io.semlink.transmitter.v1.TransmitterServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends photos through a transmitter.
 *
 * <pre>{@code
 * TransmitterClient client = new TransmitterClient(channel);
 * TransmissionResult result =
 *     client.send(
 *         Path.of("photo.jpg"),
 *         TransmitOptions.newBuilder().setMeasurePsnr(true).build(),
 *         Duration.ofMinutes(1),
 *         event -> System.out.println(event.getEventCase()));
 * }</pre>
 *
 * <p>Errors are {@link io.grpc.StatusRuntimeException}s with {@code google.rpc} details. Safe for
 * use by several threads. The channel stays the caller's to close.
 */
public final class TransmitterClient {
  private final Channel channel;
  private final boolean waiting;

  /** Calls the transmitter that the channel leads to. */
  public TransmitterClient(Channel channel) {
    this(channel, false);
  }

  private TransmitterClient(Channel channel, boolean waiting) {
    this.channel = channel;
    this.waiting = waiting;
  }

  /**
   * A client that waits, as long as its deadlines allow, for a transmitter that cannot be reached,
   * as one that restarts, where this one fails at once with UNAVAILABLE.
   */
  public TransmitterClient waitingForReady() {
    return new TransmitterClient(channel, true);
  }

  /**
   * Sends a photo file and waits for the end.
   *
   * @param file PNG, JPEG or WebP
   * @param deadline time for everything, more than 0
   * @param events is told of each event as it comes, on a thread of gRPC; the parts of pictures are
   *     collected too
   * @throws IOException if the file cannot be opened
   * @throws io.grpc.StatusRuntimeException if the transmission fails; CANCELLED if the waiting
   *     thread is interrupted, which cancels it
   */
  public TransmissionResult send(
      Path file, TransmitOptions options, Duration deadline, Consumer<TransmitResponse> events)
      throws IOException {
    try (InputStream photo = Files.newInputStream(file)) {
      return send(photo, options, deadline, events);
    }
  }

  /** Sends the bytes of a photo file; otherwise as the method for files. */
  public TransmissionResult send(
      byte[] photo, TransmitOptions options, Duration deadline, Consumer<TransmitResponse> events) {
    return send(new ByteArrayInputStream(photo), options, deadline, events);
  }

  private TransmissionResult send(
      InputStream photo,
      TransmitOptions options,
      Duration deadline,
      Consumer<TransmitResponse> events) {
    TransmitCall call = new TransmitCall(photo, options, events);
    Context.CancellableContext context = Context.current().withCancellation();
    try {
      context.run(
          () ->
              patient(TransmitterServiceGrpc.newStub(channel))
                  .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
                  .transmit(call));
      return call.result().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED
          .withDescription("interrupted while waiting for the transmission")
          .withCause(e)
          .asRuntimeException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw Status.fromThrowable(e.getCause()).asRuntimeException();
    } finally {
      context.cancel(new CancellationException("the transmission is over"));
    }
  }

  /**
   * Asks what the transmitter can do.
   *
   * @throws io.grpc.StatusRuntimeException if it does not answer in time
   */
  public GetCapabilitiesResponse capabilities(Duration deadline) {
    return patient(TransmitterServiceGrpc.newBlockingStub(channel))
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .getCapabilities(GetCapabilitiesRequest.getDefaultInstance());
  }

  private <S extends AbstractStub<S>> S patient(S stub) {
    return waiting ? stub.withWaitForReady() : stub;
  }
}
