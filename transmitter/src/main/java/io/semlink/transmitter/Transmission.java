package io.semlink.transmitter;

import io.grpc.Context;
import io.semlink.chassis.Deadlines;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.RequestScope;
import io.semlink.chassis.ServiceException;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PhotoReader;
import io.semlink.codec.image.PngWriter;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.TransmissionReport;
import io.semlink.transmitter.console.TransmissionJournal;
import io.semlink.transmitter.console.TransmissionObserver;
import io.semlink.transmitter.v1.Accepted;
import io.semlink.transmitter.v1.Retrying;
import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One photo on its way, in as many attempts as it takes and may have. A worker reads the photo and
 * makes an attempt; if its way breaks down, a worker makes another one after a while; when one has
 * brought the photo over, the finisher measures and reports. Whatever happens, the sink gets its
 * one ending.
 */
final class Transmission implements Attempt.Owner {
  /** Stage in which nothing is done but to wait for the next attempt. */
  private static final String BACKOFF = "backoff";

  private final TransmitterParts parts;
  private final PhotoRequest request;
  private final Context context = Context.current();
  private final Retries.Course course;
  private final CountDownLatch announced = new CountDownLatch(1);

  private volatile TransmissionObserver observer = TransmissionObserver.NONE;
  private volatile byte @Nullable [] file;
  private volatile @Nullable Photo photo;
  private volatile @Nullable Attempt attempt;
  private volatile int attempts;

  /** Prepares the work for a request; must happen in the request's context. */
  Transmission(TransmitterParts parts, PhotoRequest request, byte[] file) {
    this.parts = parts;
    this.request = request;
    this.file = file;
    this.course = parts.retries().begin();
    request.sink().onReady(this::resume);
  }

  /**
   * Tells the client that its request was taken up: the first event, on which the worker waits.
   *
   * @param waitingBefore requests that were waiting before it
   */
  void accepted(int waitingBefore) {
    observer =
        parts
            .journal()
            .begin(
                new TransmissionJournal.Accepted(
                    request.id(),
                    RequestScope.current().trace().traceId(),
                    request.options().linkName(),
                    request.acceptedAt(),
                    this::end));
    request.sink().observe(observer::event, observer::ended);
    request.sink().send(acceptance(parts, request.id(), waitingBefore));
    announced.countDown();
  }

  /** The first event of every request that is taken up. */
  static TransmitResponse acceptance(TransmitterParts parts, String id, int waitingBefore) {
    return TransmitResponse.newBuilder()
        .setAccepted(
            Accepted.newBuilder()
                .setRequestId(id)
                .setBundle(parts.coder().capabilities().getBundle())
                .setQueueDepth(waitingBefore))
        .build();
  }

  /** The worker's part: from the file to the end of the first attempt's sending. */
  void run() {
    try {
      announced.await();
      photo = read();
      attempt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(ServiceException.cancelled("the transmitter is stopping").causedBy(e));
    } catch (RuntimeException e) {
      end(e);
    }
  }

  private Photo read() {
    byte[] bytes = file;
    if (bytes == null) {
      throw new IllegalStateException("a transmission runs once");
    }
    Deadlines.checkAlive();
    request.stages().started("read");
    long from = System.nanoTime();
    Photo read = PhotoReader.read(bytes);
    request.stages().ended("read", Duration.ofNanos(System.nanoTime() - from));
    // Leaves the file rather than pixels, to draw from when somebody looks: mostly nobody does.
    observer.drawable(
        PictureKind.PICTURE_KIND_SENT,
        bytes.length,
        () -> PngWriter.write(PhotoReader.read(bytes)));
    return read;
  }

  private void attempt() {
    Photo read = photo;
    if (read == null || request.sink().hasEnded()) {
      return;
    }
    Attempt next = new Attempt(parts, request, attempts, observer, this);
    attempts++;
    attempt = next;
    next.run(read);
  }

  @Override
  public void coded(CodedPhoto coded) {
    byte[] bytes = file;
    // Not the coded photo with all its segments: the map alone is kept.
    ImportanceMap map = coded.importance();
    if (bytes != null) {
      observer.drawable(
          PictureKind.PICTURE_KIND_IMPORTANCE,
          bytes.length + (long) Float.BYTES * map.rows() * map.columns(),
          () -> PngWriter.write(HeatMap.draw(PhotoReader.read(bytes), map)));
    }
  }

  @Override
  public void arrived(Arrival arrival) {
    course.succeeded();
    Duration totalTime = request.stages().elapsed();
    if (!request.sink().hasEnded()) {
      parts.finisher().execute(RequestScope.wrap(() -> finish(arrival, totalTime)));
    }
  }

  @Override
  public void failed(Throwable error) {
    if (request.sink().hasEnded() || context.isCancelled()) {
      end(error);
      return;
    }
    Optional<Duration> delay = course.failed(error);
    if (delay.isEmpty()) {
      end(error);
      return;
    }
    ErrorDetails details = Retries.details(error);
    request
        .sink()
        .send(
            TransmitResponse.newBuilder()
                .setRetrying(
                    Retrying.newBuilder()
                        .setFailedAttempts(attempts)
                        .setReason(details.reason())
                        .setDetail(details.message())
                        .setDelay(Times.toProto(delay.get())))
                .build());
    request.stages().started(BACKOFF);
    long from = System.nanoTime();
    Runnable again = RequestScope.wrap(() -> again(error, from));
    try {
      parts.timer().schedule(again, delay.get().toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      end(error);
    }
  }

  /** Hands the request to a worker once more; if there is no room, what failed before stays so. */
  private void again(Throwable error, long from) {
    request.stages().ended(BACKOFF, Duration.ofNanos(System.nanoTime() - from));
    try {
      parts.queue().submit(this::attempt);
    } catch (RuntimeException full) {
      end(error);
    }
  }

  /** The finisher's part: measure, report, end. */
  private void finish(Arrival arrival, Duration totalTime) {
    try {
      Photo original = photo;
      if (original == null) {
        throw new IllegalStateException("nothing was read");
      }
      Quality quality = Quality.measure(original, arrival.coded().mask(), arrival.pictures());
      TransmissionReport report =
          new ReportWriter(request, parts.coder().capabilities().getBundle())
              .write(arrival, quality, attempts, totalTime);
      parts.metrics().record(report);
      request.claim().succeeded(report);
      request.sink().send(TransmitResponse.newBuilder().setReport(report).build());
      request.sink().complete();
    } catch (RuntimeException e) {
      end(e);
    }
  }

  /** Ends the request with an error and stops what still works for it. */
  private void end(Throwable error) {
    // A cancelled call is closed by gRPC, which says why better than what it broke here.
    if (!context.isCancelled()) {
      request.sink().fail(error);
    }
    Attempt last = attempt;
    if (last != null) {
      last.abandon();
    }
  }

  private void resume() {
    Attempt present = attempt;
    if (present != null) {
      present.resume();
    }
  }
}
