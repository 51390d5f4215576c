package io.semlink.chassis;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error with everything its caller is told: status code, a message that says what to do, a
 * machine-readable reason, and details by {@code google.rpc}. Thrown anywhere in a service; the
 * server's interceptor puts it on the wire. The cause stays on this side.
 */
public final class ServiceException extends RuntimeException {
  /** Domain in every {@code ErrorInfo} of ours. */
  public static final String DOMAIN = "semlink.io";

  private static final long serialVersionUID = 1L;

  private final Status.Code code;
  private final String reason;
  private final transient List<FieldViolation> violations;
  private final transient Map<String, String> metadata;
  private final transient Optional<Duration> retryAfter;

  /**
   * One field of a request and what is wrong with it.
   *
   * @param field path of the field, for example {@code options.latency_limit}
   * @param description what is wrong and what would be right
   */
  public record FieldViolation(String field, String description) {
    public FieldViolation {
      requireNonNull(field, "field");
      requireNonNull(description, "description");
    }
  }

  private ServiceException(
      Status.Code code,
      String reason,
      String message,
      List<FieldViolation> violations,
      Map<String, String> metadata,
      Optional<Duration> retryAfter,
      @Nullable Throwable cause) {
    super(requireNonNull(message, "message"), cause);
    this.code = requireNonNull(code, "code");
    this.reason = requireNonNull(reason, "reason");
    this.violations = List.copyOf(violations);
    this.metadata = Map.copyOf(metadata);
    this.retryAfter = requireNonNull(retryAfter, "retryAfter");
  }

  /** INVALID_ARGUMENT, reason INVALID_FIELD: one field is wrong. */
  public static ServiceException invalidArgument(String field, String description) {
    return invalidArgument("INVALID_FIELD", List.of(new FieldViolation(field, description)));
  }

  /**
   * INVALID_ARGUMENT: several fields are wrong, or there is a closer reason.
   *
   * @throws IllegalArgumentException if there is no violation
   */
  public static ServiceException invalidArgument(String reason, List<FieldViolation> violations) {
    if (violations.isEmpty()) {
      throw new IllegalArgumentException("no violation");
    }
    StringBuilder message = new StringBuilder();
    for (FieldViolation violation : violations) {
      message.append(message.isEmpty() ? "" : "; ");
      message.append(violation.field()).append(": ").append(violation.description());
    }
    return new ServiceException(
        Status.Code.INVALID_ARGUMENT,
        reason,
        message.toString(),
        violations,
        Map.of(),
        Optional.empty(),
        null);
  }

  /** FAILED_PRECONDITION: not until something else has changed. */
  public static ServiceException failedPrecondition(
      String reason, String message, Map<String, String> metadata) {
    return of(Status.Code.FAILED_PRECONDITION, reason, message, metadata);
  }

  /** NOT_FOUND: there is nothing of that name. */
  public static ServiceException notFound(
      String reason, String message, Map<String, String> metadata) {
    return of(Status.Code.NOT_FOUND, reason, message, metadata);
  }

  /** DATA_LOSS: what arrived cannot be decoded. */
  public static ServiceException dataLoss(
      String reason, String message, Map<String, String> metadata) {
    return of(Status.Code.DATA_LOSS, reason, message, metadata);
  }

  /** DEADLINE_EXCEEDED, reason DEADLINE. */
  public static ServiceException deadlineExceeded(String message) {
    return of(Status.Code.DEADLINE_EXCEEDED, "DEADLINE", message, Map.of());
  }

  /** ABORTED: something else took the place of this. */
  public static ServiceException aborted(String reason, String message) {
    return of(Status.Code.ABORTED, reason, message, Map.of());
  }

  /** ALREADY_EXISTS: something of that name is under way; look again after the time given. */
  public static ServiceException alreadyExists(String reason, String message, Duration retryAfter) {
    return new ServiceException(
        Status.Code.ALREADY_EXISTS,
        reason,
        message,
        List.of(),
        Map.of(),
        Optional.of(retryAfter),
        null);
  }

  /** CANCELLED: the caller has gone. */
  public static ServiceException cancelled(String message) {
    return cancelled("CANCELLED", message);
  }

  /** CANCELLED: somebody else than the caller has ended the call. */
  public static ServiceException cancelled(String reason, String message) {
    return of(Status.Code.CANCELLED, reason, message, Map.of());
  }

  /** RESOURCE_EXHAUSTED: too much at once; worth trying again after the time given. */
  public static ServiceException resourceExhausted(
      String reason, String message, Duration retryAfter) {
    return resourceExhausted(reason, message, Map.of(), retryAfter);
  }

  /** RESOURCE_EXHAUSTED, with facts that belong to the reason. */
  public static ServiceException resourceExhausted(
      String reason, String message, Map<String, String> metadata, Duration retryAfter) {
    return new ServiceException(
        Status.Code.RESOURCE_EXHAUSTED,
        reason,
        message,
        List.of(),
        metadata,
        Optional.of(retryAfter),
        null);
  }

  /** RESOURCE_EXHAUSTED, reason TOO_LARGE: more than the service takes; no use to try again. */
  public static ServiceException tooLarge(String message, long limitBytes) {
    return of(
        Status.Code.RESOURCE_EXHAUSTED,
        "TOO_LARGE",
        message,
        Map.of("limit_bytes", Long.toString(limitBytes)));
  }

  /** UNAVAILABLE: a peer does not answer; worth trying again after the time given. */
  public static ServiceException unavailable(
      String reason, String message, Map<String, String> metadata, Duration retryAfter) {
    return new ServiceException(
        Status.Code.UNAVAILABLE,
        reason,
        message,
        List.of(),
        metadata,
        Optional.of(retryAfter),
        null);
  }

  private static ServiceException of(
      Status.Code code, String reason, String message, Map<String, String> metadata) {
    return new ServiceException(code, reason, message, List.of(), metadata, Optional.empty(), null);
  }

  /** The same error with the exception behind it, for the log. */
  public ServiceException causedBy(Throwable cause) {
    return new ServiceException(
        code, reason, String.valueOf(getMessage()), violations, metadata, retryAfter, cause);
  }

  /** Status code. */
  public Status.Code code() {
    return code;
  }

  /** Reason in upper snake case, stable. */
  public String reason() {
    return reason;
  }

  /** Fields that are wrong; empty unless INVALID_ARGUMENT. */
  public List<FieldViolation> violations() {
    return violations;
  }

  /** Facts that belong to the reason. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Time after which to try again, if that is of use. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** The error as it goes over the wire. */
  public StatusRuntimeException toStatusException() {
    List<Any> details = new ArrayList<>();
    details.add(
        Any.pack(
            ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(reason)
                .putAllMetadata(metadata)
                .build()));
    if (!violations.isEmpty()) {
      BadRequest.Builder request = BadRequest.newBuilder();
      for (FieldViolation violation : violations) {
        request
            .addFieldViolationsBuilder()
            .setField(violation.field())
            .setDescription(violation.description());
      }
      details.add(Any.pack(request.build()));
    }
    retryAfter.ifPresent(delay -> details.add(Any.pack(retryInfo(delay))));
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(String.valueOf(getMessage()))
            .addAllDetails(details)
            .build());
  }

  private static RetryInfo retryInfo(Duration delay) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(delay.getSeconds())
                .setNanos(delay.getNano()))
        .build();
  }
}
