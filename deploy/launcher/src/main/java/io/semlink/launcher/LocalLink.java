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
import io.semlink.transmitter.RequestDefaults;
import io.semlink.transmitter.TransmitterConfig;
import io.semlink.transmitter.TransmitterServer;
import io.semlink.transmitter.console.ConsoleConfig;
import io.semlink.transmitter.console.ConsoleMode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The three services in this JVM, with gRPC between them on ports of loopback. */
public final class LocalLink implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Deque<ServiceRuntime> running = new ArrayDeque<>();
  private final Setup setup;
  private @Nullable ServiceRuntime transmitter;

  /**
   * How the services are to be started.
   *
   * @param bundle folder of the trained models
   * @param policy file of the policy table
   * @param links links of the channel simulator
   * @param port gRPC port of the transmitter; the channel takes the next one and the receiver the
   *     one after; 0: all take free ones
   * @param adminPort the same for the admin ports
   * @param console the page on the transmitter's admin port
   * @param drainTimeout time that requests under way get at the end
   */
  public record Setup(
      Path bundle,
      Optional<Path> policy,
      List<LinkConfig> links,
      int port,
      int adminPort,
      ConsoleConfig console,
      Duration drainTimeout) {
    /** Services for as long as a command runs: on free ports, without a console. */
    static Setup brief(Path bundle, Optional<Path> policy, List<LinkConfig> links) {
      return new Setup(
          bundle,
          policy,
          links,
          0,
          0,
          new ConsoleConfig(Optional.of(ConsoleMode.OFF), 0),
          Duration.ofSeconds(2));
    }

    private ServerConfig server(int place) {
      return ServerConfig.plaintext(
              LOOPBACK, port == 0 ? 0 : port + place, adminPort == 0 ? 0 : adminPort + place)
          .withDrain(Duration.ZERO, drainTimeout);
    }
  }

  private LocalLink(Setup setup) {
    this.setup = setup;
  }

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
    return start(Setup.brief(bundle, policy, links));
  }

  /**
   * Starts the services; they are ready when this returns.
   *
   * @throws IOException if a port cannot be had or the policy table cannot be read
   */
  public static LocalLink start(Setup setup) throws IOException, InterruptedException {
    LocalLink local = new LocalLink(setup);
    try {
      int receiver =
          local.add(ReceiverServer.wire(ReceiverConfig.of(setup.server(2), setup.bundle())));
      PeerConfig toReceiver = PeerConfig.plaintext("receiver", LOOPBACK, receiver);
      int channel =
          local.add(
              ChannelSimService.wire(
                  new ChannelSimConfig(setup.server(1), toReceiver, setup.links())));
      local.transmitter = TransmitterServer.wire(local.transmitterConfig(channel)).runtime();
      local.add(local.transmitter);
      return local;
    } catch (IOException | InterruptedException | RuntimeException e) {
      local.close();
      throw e;
    }
  }

  private TransmitterConfig transmitterConfig(int channelPort) {
    PeerConfig toChannel = PeerConfig.plaintext("channel", LOOPBACK, channelPort);
    return TransmitterConfig.of(setup.server(0), toChannel, setup.bundle())
        .withDefaults(RequestDefaults.STANDARD.withPolicy(setup.policy()))
        .withConsole(setup.console());
  }

  private synchronized int add(ServiceRuntime runtime) {
    running.push(runtime);
    return runtime.port();
  }

  /** Opens a channel to the transmitter; the caller shuts it down. */
  public ManagedChannel connect() {
    return Grpc.newChannelBuilderForAddress(
            LOOPBACK, transmitter().port(), InsecureChannelCredentials.create())
        .build();
  }

  private ServiceRuntime transmitter() {
    if (transmitter == null) {
      throw new IllegalStateException("the transmitter has not started");
    }
    return transmitter;
  }

  /** Where the transmitter is, {@code HOST:PORT}. */
  public String target() {
    return LOOPBACK + ":" + transmitter().port();
  }

  /** Where the transmitter's admin server and its console are. */
  public URI adminAddress() {
    return URI.create("http://" + LOOPBACK + ":" + transmitter().admin().port() + "/");
  }

  /** Waits until {@link #close} has stopped the transmitter. */
  public void awaitStopped() throws InterruptedException {
    transmitter().awaitStopped();
  }

  /** Stops the services, the transmitter first. */
  @Override
  public synchronized void close() {
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }
}
