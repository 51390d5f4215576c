package io.semlink.transmitter;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.grpc.Status;
import io.semlink.chassis.Deadlines;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.SemlinkMetrics;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.Telemetry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether and when a photo is sent again. This is the only retry in the system: it covers the
 * channel and the receiver behind it, and none of the calls below it is retried by itself.
 */
final class Retries {
  /** A peer that cannot be reached, went away, or is starting or stopping. */
  private static final Set<String> TRANSIENT = Set.of("PEER_DOWN", "NOT_READY");

  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;
  private static final long NEVER = -1;

  private final RetryBudget budget;
  private final IntervalFunction backoff;
  private final Retry retry;

  /** Shows its figures in the metrics, with {@code name} as the peer's name. */
  Retries(RetrySettings settings, String name, Telemetry telemetry) {
    budget = new RetryBudget(settings.budget());
    backoff =
        IntervalFunction.ofExponentialRandomBackoff(
            settings.firstDelay(), GROWTH, JITTER, settings.longestDelay());
    RetryRegistry registry =
        RetryRegistry.of(
            RetryConfig.custom()
                .maxAttempts(settings.maxAttempts())
                .retryOnException(Retries::isTransient)
                .intervalBiFunction((attempt, result) -> delayMillis(attempt, result.getLeft()))
                .build());
    retry = registry.retry(name);
    TaggedRetryMetrics.ofRetryRegistry(registry).bindTo(telemetry.registry());
    SemlinkMetrics.RETRY_BUDGET.gauge(telemetry.registry(), budget::level, telemetry.service());
  }

  /** Follows one request. */
  Course begin() {
    return new Course(retry.asyncContext());
  }

  /** Whether another attempt may find what this one did not. */
  static boolean isTransient(Throwable error) {
    ErrorDetails details = details(error);
    return details.code() == Status.Code.UNAVAILABLE && TRANSIENT.contains(details.reason());
  }

  /** What an error says, be it ours or one that came over the wire. */
  static ErrorDetails details(Throwable error) {
    return ErrorDetails.of(
        error instanceof ServiceException ours ? ours.toStatusException() : error);
  }

  /** Time until the next attempt: what the peer asks for, then the backoff, with jitter. */
  private long delayMillis(int attempt, Throwable error) {
    long delay =
        backoff.apply(attempt) + details(error).retryAfter().map(Duration::toMillis).orElse(0L);
    boolean inTime = Deadlines.remaining().map(left -> left.toMillis() > delay).orElse(true);
    return budget.allows() && inTime ? delay : NEVER;
  }

  /** The attempts of one request. */
  final class Course {
    private final Retry.AsyncContext<Object> attempts;

    private Course(Retry.AsyncContext<Object> attempts) {
      this.attempts = attempts;
    }

    /** Time until the request is tried again; empty if it is not. */
    Optional<Duration> failed(Throwable error) {
      if (isTransient(error)) {
        budget.failed();
      }
      long delay = attempts.onError(error);
      return delay < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(delay));
    }

    /** The last attempt brought the photo over. */
    void succeeded() {
      budget.succeeded();
      attempts.onComplete();
    }
  }
}
