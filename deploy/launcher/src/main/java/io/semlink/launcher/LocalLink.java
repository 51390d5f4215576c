package io.semlink.launcher;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.service.ChannelSimConfig;
import io.semlink.channel.service.ChannelSimService;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.receiver.ReceiverConfig;
import io.semlink.receiver.ReceiverServer;
import io.semlink.transmitter.TransmitterConfig;
import io.semlink.transmitter.TransmitterServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The three services in this JVM, with gRPC between them on free ports of loopback. */
public final class LocalLink implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Deque<ServiceRuntime> running = new ArrayDeque<>();
  private int transmitterPort;

  private LocalLink() {}

  /**
   * Starts the services; they are ready when this returns.
   *
   * @param bundle folder of the trained models
   * @param links links of the channel simulator
   * @throws IOException if a port cannot be had
   */
  public static LocalLink start(Path bundle, List<LinkConfig> links)
      throws IOException, InterruptedException {
    return start(bundle, Optional.empty(), links);
  }

  /**
   * Starts the services with a policy table; they are ready when this returns.
   *
   * @param bundle folder of the trained models
   * @param policy file of the table
   * @param links links of the channel simulator
   * @throws IOException if a port cannot be had or the table cannot be read
   */
  public static LocalLink start(Path bundle, Optional<Path> policy, List<LinkConfig> links)
      throws IOException, InterruptedException {
    LocalLink local = new LocalLink();
    try {
      ServerConfig server = ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofSeconds(2));
      int receiver = local.add(ReceiverServer.wire(ReceiverConfig.of(server, bundle)));
      PeerConfig toReceiver = PeerConfig.plaintext("receiver", LOOPBACK, receiver);
      int channel =
          local.add(ChannelSimService.wire(new ChannelSimConfig(server, toReceiver, links)));
      PeerConfig toChannel = PeerConfig.plaintext("channel", LOOPBACK, channel);
      local.transmitterPort =
          local.add(
              TransmitterServer.wire(
                      TransmitterConfig.of(server, toChannel, bundle).withPolicy(policy))
                  .runtime());
      return local;
    } catch (IOException | InterruptedException | RuntimeException e) {
      local.close();
      throw e;
    }
  }

  private int add(ServiceRuntime runtime) {
    running.push(runtime);
    return runtime.port();
  }

  /** Opens a channel to the transmitter; the caller shuts it down. */
  public ManagedChannel connect() {
    return Grpc.newChannelBuilderForAddress(
            LOOPBACK, transmitterPort, InsecureChannelCredentials.create())
        .build();
  }

  /** Stops the services, the transmitter first. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }
}
