package io.semlink.transmitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.semlink.chassis.ErrorDetails;
import io.semlink.transmitter.v1.GetCapabilitiesRequest;
import io.semlink.transmitter.v1.GetCapabilitiesResponse;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitRequest;
import io.semlink.transmitter.v1.TransmitResponse;
import io.semlink.transmitter.v1.TransmitterServiceGrpc;
import io.semlink.transmitter.v1.TransmitterServiceGrpc.TransmitterServiceStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * At twice what it can do, the transmitter goes on to do what it can, and refuses the rest at once.
 * The coder's work takes a known time and no processor, so that the figures are the transmitter's
 * own and not those of a machine under load.
 */
@Timeout(120)
class OverloadTest {
  private static final int WORKERS = 4;
  private static final int WAITING = 8;
  private static final Duration WORK = Duration.ofMillis(100);
  private static final int PEAK_REQUESTS = 80;
  private static final Duration OVERLOAD = Duration.ofSeconds(4);
  private static final double LEAST_GOODPUT = 0.8;
  private static final Duration LONGEST_REFUSAL = Duration.ofMillis(50);

  /** One call in so many is followed by one that is no work, to tell what the machine costs. */
  private static final int CONTROL_INTERVAL = 4;

  private record End(boolean well, ErrorDetails error, Duration took) {}

  private final TransmitRequest options =
      TransmitRequest.newBuilder().setOptions(TransmitOptions.getDefaultInstance()).build();
  private final TransmitRequest photo =
      TransmitRequest.newBuilder().setPhotoChunk(ByteString.copyFrom(Harness.png(48, 32))).build();

  /** Begins a request; its end is noted on the connection's own thread. */
  private CompletableFuture<End> send(TransmitterServiceStub client) {
    CompletableFuture<End> end = new CompletableFuture<>();
    long from = System.nanoTime();
    StreamObserver<TransmitRequest> requests =
        client
            .withDeadlineAfter(Harness.DEADLINE)
            .transmit(
                new StreamObserver<>() {
                  @Override
                  public void onNext(TransmitResponse response) {}

                  @Override
                  public void onError(Throwable error) {
                    end.complete(new End(false, ErrorDetails.of(error), since(from)));
                  }

                  @Override
                  public void onCompleted() {
                    end.complete(new End(true, ErrorDetails.of(Status.OK, null), since(from)));
                  }
                });
    requests.onNext(options);
    requests.onNext(photo);
    requests.onCompleted();
    return end;
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  @Test
  void atTwiceTheCapacityGoodputHoldsAndTheExcessIsRefusedAtOnce() throws Exception {
    try (Harness harness = Harness.start(config -> config.withWorkers(WORKERS, WAITING))) {
      harness.coder.work.set(() -> LockSupport.parkNanos(WORK.toNanos()));
      ManagedChannel connection =
          NettyChannelBuilder.forAddress("127.0.0.1", harness.server.port())
              .usePlaintext()
              .directExecutor()
              .build();
      try {
        overload(TransmitterServiceGrpc.newStub(connection));
      } finally {
        connection.shutdownNow();
      }
    }
  }

  private void overload(TransmitterServiceStub client) throws Exception {
    // The first round also compiles what the second one measures.
    double first = peak(client);
    double peak = Math.max(first, peak(client));

    long interval = (long) (1e9 / (2 * peak));
    List<Future<End>> calls = new ArrayList<>();
    List<Future<Duration>> controls = new ArrayList<>();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < OVERLOAD.toNanos()) {
      calls.add(send(client));
      if (calls.size() % CONTROL_INTERVAL == 0) {
        controls.add(control(client));
      }
      long due = begin + calls.size() * interval;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    double offered = calls.size() / (since(begin).toNanos() / 1e9);
    List<End> ends = new ArrayList<>();
    for (Future<End> call : calls) {
      ends.add(call.get(30, TimeUnit.SECONDS));
    }
    double goodput = ends.stream().filter(End::well).count() / (since(begin).toNanos() / 1e9);
    List<End> refused = ends.stream().filter(end -> !end.well()).toList();
    List<Duration> plain = new ArrayList<>();
    for (Future<Duration> control : controls) {
      plain.add(control.get(30, TimeUnit.SECONDS));
    }
    Duration late = percentile95(refused.stream().map(End::took).toList());
    Duration machine = percentile95(plain);
    System.out.printf(
        "peak %.1f/s, offered %.1f/s, goodput %.1f/s, %d of %d refused, 95 %% within %.1f ms;"
            + " calls without work %.1f ms%n",
        peak,
        offered,
        goodput,
        refused.size(),
        ends.size(),
        late.toNanos() / 1e6,
        machine.toNanos() / 1e6);

    assertThat(offered).as("it was overloaded").isGreaterThan(1.6 * peak);
    assertThat(goodput).isGreaterThan(LEAST_GOODPUT * peak);
    assertThat(refused)
        .isNotEmpty()
        .allSatisfy(
            end -> {
              assertThat(end.error().code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
              assertThat(end.error().reason()).isEqualTo("QUEUE_FULL");
              assertThat(end.error().retryAfter()).isPresent();
            });
    // On a machine that is busy with other things every call takes long; this one no longer.
    assertThat(late).isLessThan(LONGEST_REFUSAL.plus(machine));
  }

  private static Duration percentile95(List<Duration> times) {
    return times.stream().sorted().skip(times.size() * 95L / 100).findFirst().orElseThrow();
  }

  /** The time of a call that is answered at once. */
  private static CompletableFuture<Duration> control(TransmitterServiceStub client) {
    CompletableFuture<Duration> took = new CompletableFuture<>();
    long from = System.nanoTime();
    client.getCapabilities(
        GetCapabilitiesRequest.getDefaultInstance(),
        new StreamObserver<>() {
          @Override
          public void onNext(GetCapabilitiesResponse response) {
            took.complete(since(from));
          }

          @Override
          public void onError(Throwable error) {
            took.completeExceptionally(error);
          }

          @Override
          public void onCompleted() {}
        });
    return took;
  }

  /** Requests a second when as many are sent at once as keep every worker busy, and no more. */
  private double peak(TransmitterServiceStub client) throws Exception {
    Semaphore room = new Semaphore(WORKERS + 1);
    List<Future<End>> calls = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < PEAK_REQUESTS; i++) {
      room.acquire();
      CompletableFuture<End> call = send(client);
      call.whenComplete((end, error) -> room.release());
      calls.add(call);
    }
    for (Future<End> call : calls) {
      End end = call.get(30, TimeUnit.SECONDS);
      assertThat(end.well()).as("%s", end.error()).isTrue();
    }
    return PEAK_REQUESTS / (since(begin).toNanos() / 1e9);
  }
}
