package io.semlink.launcher;

import io.semlink.chassis.ServiceRuntime;

/** Runs one service as a process. */
final class Services {
  private Services() {}

  /**
   * Waits until SIGTERM or Ctrl-C has stopped the service in order. Says on standard error where it
   * listens, for those who start it with port 0.
   */
  static int runUntilStopped(ServiceRuntime runtime, Streams streams) throws InterruptedException {
    runtime.stopAtExit();
    streams
        .err()
        .printf(
            "semlink: ready, gRPC on port %d, admin on port %d%n",
            runtime.port(), runtime.admin().port());
    streams.err().flush();
    runtime.awaitStopped();
    return ExitCode.OK.code();
  }
}
