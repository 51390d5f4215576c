package io.semlink.channel.service;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Times on the wire and in Java. */
final class ProtoTimes {
  private ProtoTimes() {}

  static com.google.protobuf.Duration toProto(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  static Timestamp toProto(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /**
   * Reads a duration from the wire.
   *
   * @throws DateTimeException if seconds and nanoseconds have different signs or are out of range
   */
  static Duration fromProto(com.google.protobuf.Duration duration) {
    long seconds = duration.getSeconds();
    int nanos = duration.getNanos();
    boolean signsDiffer = (seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0);
    if (signsDiffer || Math.abs(nanos) > 999_999_999 || Math.abs(seconds) > 315_576_000_000L) {
      throw new DateTimeException("not a duration: %d s, %d ns".formatted(seconds, nanos));
    }
    return Duration.ofSeconds(seconds, nanos);
  }
}
