package io.semlink.launcher;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.semlink.channel.v1.ChannelAdminServiceGrpc;
import io.semlink.channel.v1.ChannelAdminServiceGrpc.ChannelAdminServiceBlockingStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of every command that asks a channel simulator something. */
final class ChannelFlags {
  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      converter = HostPort.Converter.class,
      defaultValue = "${env:SEMLINK_CHANNEL:-127.0.0.1:" + Ports.CHANNEL + "}",
      description =
          "Where the channel simulator is. Default: ${DEFAULT-VALUE}. Variable: SEMLINK_CHANNEL.")
  private HostPort target = new HostPort("127.0.0.1", Ports.CHANNEL);

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to wait for an answer. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofSeconds(10);

  @Mixin private final ClientFlags client = new ClientFlags();

  /** Work with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Channel channel) throws Exception;
  }

  /** Connects, works, disconnects; says where the simulator should have been if it is not there. */
  <T> T connected(Work<T> work) throws Exception {
    ManagedChannel channel = client.channel(target);
    try {
      return work.with(channel);
    } catch (StatusRuntimeException e) {
      Failure failure = Failure.of(e);
      if (failure.code() != ExitCode.UNAVAILABLE) {
        throw e;
      }
      throw new Failure.CommandException(failure.code(), target + ": " + failure.message());
    } finally {
      channel.shutdownNow();
    }
  }

  /** The service, with the time for one answer. */
  ChannelAdminServiceBlockingStub within(Channel channel) {
    return ChannelAdminServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }
}
