package io.semlink.launcher;

/** Ports of the services unless others are given. */
final class Ports {
  static final int TRANSMITTER = 7401;
  static final int TRANSMITTER_ADMIN = 8401;
  static final int CHANNEL = 7402;
  static final int CHANNEL_ADMIN = 8402;
  static final int RECEIVER = 7403;
  static final int RECEIVER_ADMIN = 8403;

  private Ports() {}
}
