package io.semlink.launcher;

import io.semlink.chassis.PeerGuards;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Flags of services that call another one: how they guard themselves, and it, against trouble. */
final class PeerFlags {
  @Option(
      names = "--breaker-open-time",
      paramLabel = "DURATION",
      defaultValue = "${env:SEMLINK_BREAKER_OPEN_TIME:-5s}",
      description =
          "Time the circuit breaker to the next service stays open before it tries again."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_BREAKER_OPEN_TIME.")
  private Duration breakerOpenTime = Duration.ofSeconds(5);

  @Option(
      names = "--peer-max-calls",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_PEER_MAX_CALLS:-64}",
      description =
          "Calls to the next service under way at once, 1 to 10000; further ones are refused."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_PEER_MAX_CALLS.")
  private int maxCalls = 64;

  @Option(
      names = "--peer-max-rate",
      paramLabel = "N",
      defaultValue = "${env:SEMLINK_PEER_MAX_RATE:-500}",
      description =
          "Calls to the next service begun in a second, 1 to 1000000; further ones are refused."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_PEER_MAX_RATE.")
  private int maxRate = 500;

  @Option(
      names = "--peer-answer-timeout",
      paramLabel = "DURATION",
      defaultValue = "${env:SEMLINK_PEER_ANSWER_TIMEOUT:-5s}",
      description =
          "Time the next service has to give its first answer to a call."
              + " Default: ${DEFAULT-VALUE}. Variable: SEMLINK_PEER_ANSWER_TIMEOUT.")
  private Duration answerTimeout = Duration.ofSeconds(5);

  @Option(
      names = "--peer-health-interval",
      paramLabel = "DURATION",
      defaultValue = "${env:SEMLINK_PEER_HEALTH_INTERVAL:-2s}",
      description =
          "Time between health checks of the next service. Default: ${DEFAULT-VALUE}."
              + " Variable: SEMLINK_PEER_HEALTH_INTERVAL.")
  private Duration healthInterval = Duration.ofSeconds(2);

  /** The guards these flags describe. */
  PeerGuards guards() {
    return new PeerGuards(breakerOpenTime, maxCalls, maxRate, answerTimeout, healthInterval);
  }
}
