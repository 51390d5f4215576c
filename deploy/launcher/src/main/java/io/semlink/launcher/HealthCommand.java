package io.semlink.launcher;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a service whether it serves. */
@Command(
    name = "health",
    description = {
      "Asks a service for its health (grpc.health.v1). Prints the status; ends with 0 if it",
      "serves and with 6 if it does not or does not answer. For container health checks, and with",
      "--wait for scripts that start services."
    })
final class HealthCommand implements Callable<Integer> {
  private static final int BETWEEN_MS = 250;

  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();
  @Mixin private final ClientFlags client = new ClientFlags();

  @Parameters(
      arity = "0..1",
      paramLabel = "HOST:PORT",
      converter = HostPort.Converter.class,
      defaultValue = "${env:SEMLINK_TARGET:-127.0.0.1:" + Ports.TRANSMITTER + "}",
      description =
          "gRPC port of the service. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_TARGET.")
  private HostPort target = new HostPort("127.0.0.1", Ports.TRANSMITTER);

  @Option(
      names = "--service",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Full name of one gRPC service. Default: all of the process.")
  private String service = "";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "2s",
      description = "How long to wait for the answer. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofSeconds(2);

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description =
          "Ask again until it serves, at most for this time. Default: ${DEFAULT-VALUE}, ask once.")
  private Duration wait = Duration.ZERO;

  HealthCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    global.startLogging();
    long end = System.nanoTime() + wait.toNanos();
    ManagedChannel channel = client.channel(target);
    try {
      while (true) {
        try {
          ServingStatus status = ask(channel);
          if (status == ServingStatus.SERVING || System.nanoTime() >= end) {
            streams.print(status.name());
            return (status == ServingStatus.SERVING ? ExitCode.OK : ExitCode.UNAVAILABLE).code();
          }
        } catch (StatusRuntimeException e) {
          if (System.nanoTime() >= end) {
            throw new Failure.CommandException(
                ExitCode.UNAVAILABLE, target + ": " + Failure.of(e).message());
          }
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_MS);
        // Whoever waits for a start need not wait for the backoff between connections too.
        channel.resetConnectBackoff();
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private ServingStatus ask(ManagedChannel channel) {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }
}
