package io.semlink.chassis;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an error status says, read from its {@code google.rpc} details.
 *
 * @param code status code
 * @param message message, empty if there is none
 * @param reason reason of the {@code ErrorInfo}, empty if there is none
 * @param metadata facts of the {@code ErrorInfo}
 * @param violations wrong fields of the {@code BadRequest}
 * @param retryAfter time of the {@code RetryInfo}
 */
public record ErrorDetails(
    Status.Code code,
    String message,
    String reason,
    Map<String, String> metadata,
    List<ServiceException.FieldViolation> violations,
    Optional<Duration> retryAfter) {

  /** Reads the details of an exception of a client call. */
  public static ErrorDetails of(Throwable error) {
    return of(Status.fromThrowable(error), Status.trailersFromThrowable(error));
  }

  /** Reads the details of a status with its trailers. */
  public static ErrorDetails of(Status status, @Nullable Metadata trailers) {
    String message = Optional.ofNullable(status.getDescription()).orElse("");
    com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(status, trailers);
    Optional<ErrorInfo> info = find(details, ErrorInfo.class);
    List<ServiceException.FieldViolation> violations =
        find(details, BadRequest.class)
            .map(
                request ->
                    request.getFieldViolationsList().stream()
                        .map(
                            field ->
                                new ServiceException.FieldViolation(
                                    field.getField(), field.getDescription()))
                        .toList())
            .orElse(List.of());
    Optional<Duration> retryAfter =
        find(details, RetryInfo.class)
            .map(RetryInfo::getRetryDelay)
            .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
    return new ErrorDetails(
        status.getCode(),
        message,
        info.map(ErrorInfo::getReason).orElse(""),
        info.map(ErrorInfo::getMetadataMap).orElse(Map.of()),
        violations,
        retryAfter);
  }

  private static <T extends Message> Optional<T> find(com.google.rpc.Status status, Class<T> type) {
    for (Any any : status.getDetailsList()) {
      if (any.is(type)) {
        try {
          return Optional.of(any.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
