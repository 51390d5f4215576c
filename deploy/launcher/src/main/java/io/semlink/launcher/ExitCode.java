package io.semlink.launcher;

import io.grpc.Status;

/** What the process ends with. The numbers are stable; see {@code docs/cli.md}. */
enum ExitCode {
  /** All went well, degraded results included. */
  OK(0),
  /** A fault of the program. */
  INTERNAL(1),
  /** The command line makes no sense. */
  USAGE(2),
  /** The photo or an option of the request was refused. */
  INPUT(3),
  /** Nothing fits into the limit. */
  INFEASIBLE(4),
  /** Coded data is damaged. */
  DAMAGED(5),
  /** A service is down, not ready or cannot be started. */
  UNAVAILABLE(6),
  /** Time ran out. */
  TIMEOUT(7),
  /** A service is too busy or the photo too large for it. */
  EXHAUSTED(8),
  /** Models are missing, damaged or not those of the other end. */
  MODELS(9),
  /** A file cannot be read or written. */
  FILE(10);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** What a status of ours stands for. */
  static ExitCode of(Status.Code status, String reason) {
    return switch (status) {
      case INVALID_ARGUMENT, NOT_FOUND, OUT_OF_RANGE -> INPUT;
      case FAILED_PRECONDITION -> reason.equals("LIMIT_INFEASIBLE") ? INFEASIBLE : MODELS;
      case DATA_LOSS -> DAMAGED;
      case UNAVAILABLE, UNIMPLEMENTED -> UNAVAILABLE;
      case DEADLINE_EXCEEDED, CANCELLED -> TIMEOUT;
      case RESOURCE_EXHAUSTED -> EXHAUSTED;
      default -> INTERNAL;
    };
  }
}
