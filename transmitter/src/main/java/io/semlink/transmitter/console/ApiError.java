package io.semlink.transmitter.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Status;
import io.semlink.chassis.ErrorDetails;

/** Errors as the console's HTTP interface tells them. */
final class ApiError {
  private ApiError() {}

  /** The error alone. */
  static ObjectNode json(ErrorDetails error) {
    ObjectNode node = ConsoleJson.object();
    node.put("code", error.code().name());
    node.put("reason", error.reason());
    node.put("message", error.message());
    error
        .retryAfter()
        .ifPresentOrElse(
            delay -> node.put("retry_after_ms", delay.toMillis()),
            () -> node.putNull("retry_after_ms"));
    ArrayNode violations = node.putArray("violations");
    error
        .violations()
        .forEach(
            violation ->
                violations
                    .addObject()
                    .put("field", violation.field())
                    .put("message", violation.description()));
    return node;
  }

  /** The error as the body of an answer. */
  static ObjectNode body(ErrorDetails error) {
    ObjectNode node = ConsoleJson.object();
    node.set("error", json(error));
    return node;
  }

  /** The status of HTTP that comes nearest. */
  static int httpStatus(ErrorDetails error) {
    if (error.code() == Status.Code.RESOURCE_EXHAUSTED && error.reason().equals("TOO_LARGE")) {
      return 413;
    }
    return switch (error.code()) {
      case INVALID_ARGUMENT -> 400;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case FAILED_PRECONDITION, CANCELLED, ABORTED, ALREADY_EXISTS -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      default -> 500;
    };
  }
}
