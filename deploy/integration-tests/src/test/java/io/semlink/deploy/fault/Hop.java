package io.semlink.deploy.fault;

/** The three ways over which a photo and its report travel. */
enum Hop {
  /** Edge device to transmitter. */
  EDGE,
  /** Transmitter to channel simulator. */
  CHANNEL,
  /** Channel simulator to receiver. */
  RECEIVER;

  /** Name of the peer at the far end, as errors and metrics have it. */
  String peer() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
