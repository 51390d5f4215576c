package io.semlink.chassis;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a peer for its health (grpc.health.v1) again and again, beside the guards: an open breaker
 * does not keep it from seeing the peer return, and its checks do not count as calls.
 *
 * <p>A failed check also makes gRPC connect anew. Its own backoff grows to two minutes, which would
 * keep the breaker's trial calls from reaching a peer that is back; and a connection that takes
 * bytes and gives none would be kept until keepalive finds it dead, so after a check without any
 * answer new calls leave it.
 */
final class HealthProbe {
  private static final Logger log = LoggerFactory.getLogger(HealthProbe.class);
  private static final Duration LONGEST_CHECK = Duration.ofSeconds(1);
  private static final Duration LEAST_INTERVAL = Duration.ofMillis(20);

  /** Checks of a peer that is down, in the time for which the breaker stays open. */
  private static final int CHECKS_PER_BREAKER_WINDOW = 4;

  private final PeerConfig config;
  private final ManagedChannel channel;
  private final ScheduledExecutorService timer;
  private final Runnable returned;
  private volatile Finding finding = new Finding(false, "not checked yet", Optional.empty());

  /** What the last check found. */
  record Finding(boolean up, String detail, Optional<Instant> checkedAt) {}

  /**
   * Creates the probe.
   *
   * @param returned told when the peer is up after it was down
   */
  HealthProbe(
      PeerConfig config,
      ManagedChannel channel,
      ScheduledExecutorService timer,
      Runnable returned) {
    this.config = config;
    this.channel = channel;
    this.timer = timer;
    this.returned = returned;
  }

  Finding finding() {
    return finding;
  }

  /** Makes one check; the next one follows by itself until the timer is shut down. */
  void check() {
    Duration limit = shorter(LONGEST_CHECK, config.guards().answerTimeout());
    HealthGrpc.newStub(channel)
        .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS)
        .check(HealthCheckRequest.getDefaultInstance(), new Answer());
  }

  private void found(boolean up, String detail) {
    if (channel.isShutdown()) {
      return;
    }
    Finding before = finding;
    finding = new Finding(up, detail, Optional.of(Instant.now()));
    boolean first = before.checkedAt().isEmpty();
    if (up && !before.up()) {
      log.info("{} at {} is up", config.name(), config.target());
      if (!first) {
        returned.run();
      }
    } else if (!up && (first || before.up())) {
      log.warn("{} at {} is down: {}", config.name(), config.target(), detail);
    }
    try {
      timer.schedule(this::check, pause(up).toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("the peer {} is closed", config.name());
    }
  }

  /** A peer that is down is asked often enough to find it back before the breaker tries it. */
  private Duration pause(boolean up) {
    Duration usual = config.guards().healthInterval();
    if (up) {
      return usual;
    }
    Duration often = config.guards().breakerOpenTime().dividedBy(CHECKS_PER_BREAKER_WINDOW);
    return shorter(usual, often.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : often);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private final class Answer implements StreamObserver<HealthCheckResponse> {
    private ServingStatus answer = ServingStatus.UNKNOWN;

    @Override
    public void onNext(HealthCheckResponse response) {
      answer = response.getStatus();
    }

    @Override
    public void onError(Throwable error) {
      Status status = Status.fromThrowable(error);
      // A peer without a health service answers at least.
      boolean answers = status.getCode() == Status.Code.UNIMPLEMENTED;
      if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
        channel.enterIdle();
      } else if (!answers) {
        channel.resetConnectBackoff();
      }
      String why = Optional.ofNullable(status.getDescription()).orElse("no cause");
      found(answers, answers ? "" : status.getCode() + ": " + why);
    }

    @Override
    public void onCompleted() {
      boolean serves = answer == ServingStatus.SERVING;
      found(serves, serves ? "" : "it says " + answer);
    }
  }
}
