package io.semlink.launcher;

import picocli.CommandLine.Option;

/** Flags of services that work on several requests at once. */
final class WorkerFlags {
  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_WORKERS:-0}",
      description =
          "Requests worked on at once; 0 takes the service's default. Variable: SEMLINK_WORKERS.")
  private int workers;

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_QUEUE:-0}",
      description =
          "Requests that may wait, further ones are refused; 0 takes the service's default."
              + " Variable: SEMLINK_QUEUE.")
  private int queue;

  int workersOr(int standard) {
    return workers == 0 ? standard : workers;
  }

  int queueOr(int standard) {
    return queue == 0 ? standard : queue;
  }
}
