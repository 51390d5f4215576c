package io.semlink.deploy.fault;

import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.service.ChannelSimConfig;
import io.semlink.channel.service.ChannelSimService;
import io.semlink.chassis.ErrorDetails;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.PeerGuards;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.client.TransmissionResult;
import io.semlink.client.TransmitterClient;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.PngWriter;
import io.semlink.link.v1.ControlMode;
import io.semlink.link.v1.ReceiverOptions;
import io.semlink.receiver.ReceiverConfig;
import io.semlink.receiver.ReceiverServer;
import io.semlink.transmitter.RetrySettings;
import io.semlink.transmitter.TransmitterConfig;
import io.semlink.transmitter.TransmitterServer;
import io.semlink.transmitter.v1.TransmitOptions;
import io.semlink.transmitter.v1.TransmitResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The three services with a proxy in each hop, and an edge device. */
final class LinkUnderFaults implements AutoCloseable {
  /** Time that a peer has to answer. */
  static final Duration ANSWER = Duration.ofMillis(700);

  static final Duration DEADLINE = Duration.ofSeconds(40);

  private static final Path BUNDLE =
      Path.of(System.getProperty("semlink.root", "../.."), "models/bundles/compact");
  private static final String LOOPBACK = "127.0.0.1";
  private static final TransmitOptions SMALL =
      TransmitOptions.newBuilder()
          .setControl(ControlMode.CONTROL_MODE_FIXED)
          .setFixedAlpha(0.5)
          .setFixedOperatingPoint(4)
          .setReceiver(ReceiverOptions.newBuilder().setPreviewOnly(true))
          .build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Hop, FaultProxy> proxies = new EnumMap<>(Hop.class);
  private final byte[] photo = photo();
  private final Duration breakerWindow;
  private ServiceRuntime receiver;
  private ServiceRuntime channel;
  private final TransmitterServer transmitter;
  private ManagedChannel edge;

  private LinkUnderFaults(long seed, Duration breakerWindow)
      throws IOException, InterruptedException {
    this.breakerWindow = breakerWindow;
    receiver = startReceiver();
    proxies.put(Hop.RECEIVER, new FaultProxy(receiver.port(), seed));
    channel = startChannel();
    proxies.put(Hop.CHANNEL, new FaultProxy(channel.port(), seed + 1));
    transmitter =
        TransmitterServer.wire(
            TransmitterConfig.of(server(), peer(Hop.CHANNEL), BUNDLE)
                .withWorkers(4, 32)
                .withRetries(
                    new RetrySettings(3, Duration.ofMillis(50), Duration.ofMillis(500), 1000)));
    proxies.put(Hop.EDGE, new FaultProxy(transmitter.port(), seed + 2));
    edge = connect();
  }

  /**
   * Starts everything, and waits until a photo has come over.
   *
   * @param seed of what proxies do at random
   * @param breakerWindow time that an open breaker waits
   */
  static LinkUnderFaults start(long seed, Duration breakerWindow)
      throws IOException, InterruptedException {
    LinkUnderFaults link = new LinkUnderFaults(seed, breakerWindow);
    // The first photos also compile the code that sends them.
    await().atMost(Duration.ofSeconds(60)).until(() -> link.send().isWell());
    return link;
  }

  /** A server that cuts its calls when it is closed, as one that is killed. */
  private static ServerConfig server() {
    return ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofMillis(1));
  }

  private PeerConfig peer(Hop hop) {
    return PeerConfig.plaintext(hop.peer(), LOOPBACK, proxy(hop).port())
        .withGuards(
            PeerGuards.defaults()
                .withBreakerOpenTime(breakerWindow)
                .withAnswerTimeout(ANSWER)
                .withHealthInterval(Duration.ofMillis(300)));
  }

  private static ServiceRuntime startReceiver() throws IOException, InterruptedException {
    return ReceiverServer.wire(ReceiverConfig.of(server(), BUNDLE));
  }

  private ServiceRuntime startChannel() throws IOException {
    return ChannelSimService.wire(
        new ChannelSimConfig(
            server(),
            peer(Hop.RECEIVER),
            List.of(LinkConfig.named("default").withSnrDb(20).withBandwidthHz(1e7))));
  }

  FaultProxy proxy(Hop hop) {
    FaultProxy proxy = proxies.get(hop);
    if (proxy == null) {
      throw new IllegalStateException("no proxy for " + hop);
    }
    return proxy;
  }

  /** Kills the channel and starts another one in its place. */
  void restartChannel() throws IOException {
    channel.close();
    channel = startChannel();
    proxy(Hop.CHANNEL).retarget(channel.port());
  }

  /** Kills the receiver with another one ready to take its place, as loading takes seconds. */
  void restartReceiver() throws IOException, InterruptedException {
    ServiceRuntime next = startReceiver();
    proxy(Hop.RECEIVER).retarget(next.port());
    receiver.close();
    receiver = next;
  }

  /** A new connection of the edge device. */
  void reconnectEdge() {
    edge.shutdownNow();
    edge = connect();
  }

  private ManagedChannel connect() {
    return NettyChannelBuilder.forAddress(LOOPBACK, proxy(Hop.EDGE).port()).usePlaintext().build();
  }

  /** Sends a small photo, which nobody inpaints, and says how it ended. */
  Ending send(String requestId, Duration deadline, Consumer<TransmitResponse> events) {
    TransmitOptions options = SMALL.toBuilder().setRequestId(requestId).build();
    long from = System.nanoTime();
    try {
      TransmissionResult result =
          new TransmitterClient(edge).send(photo, options, deadline, events);
      return new Ending(
          Status.Code.OK,
          "",
          Map.of(),
          Optional.empty(),
          result.report().getAttempts(),
          Duration.ofNanos(System.nanoTime() - from));
    } catch (StatusRuntimeException e) {
      ErrorDetails details = ErrorDetails.of(e);
      return new Ending(
          details.code(),
          details.reason(),
          details.metadata(),
          details.retryAfter(),
          0,
          Duration.ofNanos(System.nanoTime() - from));
    }
  }

  Ending send() {
    return send("", DEADLINE, event -> {});
  }

  /** State of the breaker at the near end of a hop: {@code closed}, {@code open} and so on. */
  String breaker(Hop hop) {
    String prefix = "resilience4j_circuitbreaker_state{name=\"" + hop.peer() + "\",state=\"";
    return metrics(hop == Hop.CHANNEL ? Service.TRANSMITTER : Service.CHANNEL)
        .lines()
        .filter(line -> line.startsWith(prefix) && line.endsWith("} 1.0"))
        .map(line -> line.substring(prefix.length(), line.indexOf('"', prefix.length())))
        .findFirst()
        .orElse("none");
  }

  /** One of the three services. */
  enum Service {
    TRANSMITTER,
    CHANNEL,
    RECEIVER
  }

  /** A page of a service's admin port. */
  String page(Service service, String path) {
    int port =
        switch (service) {
          case TRANSMITTER -> transmitter.adminPort();
          case CHANNEL -> channel.admin().port();
          case RECEIVER -> receiver.admin().port();
        };
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://" + LOOPBACK + ":" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String metrics(Service service) {
    return page(service, "/metrics");
  }

  private static byte[] photo() {
    int side = 64;
    byte[] rgb = new byte[3 * side * side];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % side * 3 + (i % 3) * 20);
    }
    return PngWriter.write(new Photo(side, side, rgb));
  }

  @Override
  public void close() {
    edge.shutdownNow();
    transmitter.close();
    channel.close();
    receiver.close();
    proxies.values().forEach(FaultProxy::close);
  }
}
