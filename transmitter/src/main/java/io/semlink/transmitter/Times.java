package io.semlink.transmitter;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** Times as the contracts have them and as Java has them. */
final class Times {
  /** Range of google.protobuf.Duration, about 10 000 years. */
  private static final long MAX_SECONDS = 315_576_000_000L;

  private Times() {}

  static com.google.protobuf.Duration toProto(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  /** The wire allows more seconds than a Duration can hold; those count as very many. */
  static Duration toJava(com.google.protobuf.Duration duration) {
    long seconds = Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, duration.getSeconds()));
    return Duration.ofSeconds(seconds, duration.getNanos());
  }

  static Timestamp toProto(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
