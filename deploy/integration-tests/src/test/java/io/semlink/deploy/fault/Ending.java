package io.semlink.deploy.fault;

import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a request ended for its client.
 *
 * @param code status
 * @param reason named reason, empty if it ended well or the transport says none
 * @param metadata facts of the reason
 * @param retryAfter when to come again
 * @param attempts attempts of one that ended well, else 0
 * @param took time from begin to end
 */
record Ending(
    Status.Code code,
    String reason,
    Map<String, String> metadata,
    Optional<Duration> retryAfter,
    int attempts,
    Duration took) {
  boolean isWell() {
    return code == Status.Code.OK;
  }
}
