package io.semlink.transmitter.console;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What the console lets its viewers do. */
public enum ConsoleMode {
  /** See everything, send photos, cancel requests, change links. */
  CONTROL,
  /** See everything, change nothing. */
  VIEW,
  /** There is no console, and nothing is kept. */
  OFF;

  /**
   * The mode for those who name none: whoever is on this machine may act, the network may look.
   *
   * @param host address that the service listens on
   */
  public static ConsoleMode standard(String host) {
    return isLoopback(host) ? CONTROL : VIEW;
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
