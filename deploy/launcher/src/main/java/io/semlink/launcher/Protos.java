package io.semlink.launcher;

import java.time.Duration;

/** Values as the contracts have them. */
final class Protos {
  private Protos() {}

  static com.google.protobuf.Duration duration(Duration value) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(value.getSeconds())
        .setNanos(value.getNano())
        .build();
  }
}
