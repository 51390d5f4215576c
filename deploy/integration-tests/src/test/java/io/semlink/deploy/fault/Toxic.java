package io.semlink.deploy.fault;

import java.time.Duration;

/** One way in which a network misbehaves. Names and meanings are Toxiproxy's. */
sealed interface Toxic {
  /** Delays what passes. */
  record Latency(Duration delay, Duration jitter) implements Toxic {}

  /** Bounds the bytes that pass in a second, each way. */
  record Bandwidth(long bytesPerSecond) implements Toxic {}

  /** Cuts connections by a TCP reset, some time after they began or the toxic came. */
  record ResetPeer(Duration after) implements Toxic {}

  /** Swallows everything and says nothing. */
  record Timeout() implements Toxic {}

  /** Passes bytes on in small pieces of random size with pauses between them. */
  record Slicer(int averageBytes, int variation, Duration pause) implements Toxic {}

  /** Closes a connection when so many bytes have passed one way. */
  record LimitData(long bytes) implements Toxic {}

  /** Closes the far side some time after the near side was closed. */
  record SlowClose(Duration delay) implements Toxic {}
}
