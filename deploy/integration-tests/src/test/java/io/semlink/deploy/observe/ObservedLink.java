package io.semlink.deploy.observe;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.semlink.channel.air.SymbolsModel;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.Pacing;
import io.semlink.channel.physics.CorrelatedRayleigh;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.physics.StateInformation;
import io.semlink.channel.service.ChannelSimConfig;
import io.semlink.channel.service.ChannelSimService;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.chassis.TraceExport;
import io.semlink.receiver.ReceiverConfig;
import io.semlink.receiver.ReceiverServer;
import io.semlink.transmitter.TransmitterConfig;
import io.semlink.transmitter.TransmitterServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The three services in this JVM, with the admin ports that operators look at. */
final class ObservedLink implements AutoCloseable {
  static final String GOOD = "default";

  /** Fades, is known too late, modulates and codes: blocks are repeated and lost. */
  static final String STALE_SYMBOLS = "stale-symbols";

  /** Fades and is known too late: outages. */
  static final String STALE = "stale";

  static final String PACED = "paced";

  private static final String LOOPBACK = "127.0.0.1";
  private static final int SMALL_QUEUE = 1;

  private final Deque<ServiceRuntime> running = new ArrayDeque<>();
  private final Map<String, Integer> adminPorts = new LinkedHashMap<>();
  private final Deque<ManagedChannel> channels = new ArrayDeque<>();
  private int transmitterPort;
  private int channelPort;

  private ObservedLink() {}

  /** Starts the services; they are ready when this returns. */
  static ObservedLink start() throws IOException, InterruptedException {
    return start(TraceExport.off());
  }

  /** Starts the services; their traces go where this says. */
  static ObservedLink start(TraceExport traces) throws IOException, InterruptedException {
    ObservedLink link = new ObservedLink();
    try {
      ServerConfig server =
          ServerConfig.loopback()
              .withDrain(Duration.ZERO, Duration.ofSeconds(2))
              .withTraces(traces);
      Path bundle = Project.file("models/bundles/compact");
      int receiver = link.add("receiver", ReceiverServer.wire(ReceiverConfig.of(server, bundle)));
      link.channelPort =
          link.add(
              "channel",
              ChannelSimService.wire(
                  new ChannelSimConfig(
                      server, PeerConfig.plaintext("receiver", LOOPBACK, receiver), links())));
      TransmitterConfig transmitter =
          TransmitterConfig.of(
                  server, PeerConfig.plaintext("channel", LOOPBACK, link.channelPort), bundle)
              .withWorkers(1, SMALL_QUEUE);
      link.transmitterPort = link.add("transmitter", TransmitterServer.wire(transmitter).runtime());
      return link;
    } catch (IOException | InterruptedException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  private static List<LinkConfig> links() {
    return List.of(
        LinkConfig.named(GOOD).withSnrDb(6),
        LinkConfig.named(STALE)
            .withSnrDb(10)
            .withFading(new Rayleigh())
            .withSeed(3)
            .withStateInformation(new StateInformation.Delayed(1)),
        LinkConfig.named(STALE_SYMBOLS)
            .withModel(SymbolsModel.DEFAULT)
            .withSnrDb(14)
            .withFading(new CorrelatedRayleigh(10))
            .withCoherenceTime(Duration.ofMillis(4))
            .withSeed(5)
            .withStateInformation(new StateInformation.Delayed(2)),
        LinkConfig.named(PACED).withSnrDb(15).withPacing(Pacing.REAL_TIME));
  }

  private int add(String service, ServiceRuntime runtime) {
    running.push(runtime);
    adminPorts.put(service, runtime.admin().port());
    return runtime.port();
  }

  /** Admin port of each service, by the name it has in metrics. */
  Map<String, Integer> adminPorts() {
    return adminPorts;
  }

  /** A channel to the transmitter, closed with the link. */
  ManagedChannel transmitter() {
    return channel(transmitterPort);
  }

  /** A channel to the channel simulator, closed with the link. */
  ManagedChannel channelSimulator() {
    return channel(channelPort);
  }

  private ManagedChannel channel(int port) {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(LOOPBACK, port, InsecureChannelCredentials.create())
            .build();
    channels.push(channel);
    return channel;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }
}
