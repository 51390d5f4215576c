package io.semlink.channel.service;

import io.semlink.channel.link.InvalidLinkException;
import io.semlink.channel.link.LinkRegistry;
import io.semlink.channel.link.UnknownLinkException;
import io.semlink.chassis.DaemonThreads;
import io.semlink.chassis.LatestAttempts;
import io.semlink.chassis.Peer;
import io.semlink.chassis.ServiceException;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.chassis.Telemetry;
import io.semlink.receiver.v1.ReceiverServiceGrpc;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The channel simulator as a service.
 *
 * <pre>{@code
 * ServiceRuntime channel =
 *     ChannelSimService.wire(
 *         new ChannelSimConfig(
 *             ServerConfig.loopback(),
 *             PeerConfig.plaintext("receiver", "127.0.0.1", receiverPort),
 *             List.of(LinkConfig.named("default").withSnrDb(6))));
 * int port = channel.port();
 * }</pre>
 */
public final class ChannelSimService {
  /** The service's name in metrics and logs. */
  public static final String NAME = "channel";

  private ChannelSimService() {}

  /**
   * Builds the service and starts it.
   *
   * @param config what it is started with
   * @return the service, listening and ready; closing it stops everything it started
   * @throws IOException if a port is taken or a TLS file cannot be read
   */
  public static ServiceRuntime wire(ChannelSimConfig config) throws IOException {
    LinkRegistry links = new LinkRegistry(config.links(), Clock.systemUTC());
    Telemetry telemetry = Telemetry.create(NAME, config.server().traces());
    ChannelMetrics metrics = new ChannelMetrics(telemetry, links);
    ScheduledThreadPoolExecutor timer = DaemonThreads.timer("channel-pace");
    Peer receiver = Peer.connect(config.receiver(), telemetry);
    RelayContext context =
        new RelayContext(
            links,
            ReceiverServiceGrpc.newStub(receiver.channel()),
            timer,
            metrics,
            new LatestAttempts());
    try {
      ServiceRuntime runtime =
          ServiceRuntime.builder(config.server(), telemetry)
              .service(new ChannelEndpoint(context))
              .service(
                  new ChannelAdminEndpoint(links, metrics, timer, () -> List.of(receiver.health())))
              .translate(
                  UnknownLinkException.class,
                  e ->
                      ServiceException.notFound(
                          "LINK_UNKNOWN",
                          String.valueOf(e.getMessage()),
                          Map.of("link_name", e.link())))
              .translate(
                  InvalidLinkException.class,
                  e -> ServiceException.invalidArgument(e.field(), e.reason()))
              .closeAtStop(timer::shutdownNow)
              .closeAtStop(receiver)
              .info("links", () -> links.links().stream().map(link -> link.name()).toList())
              .info("peers", () -> List.of(receiver.health().info()))
              .start();
      runtime.ready();
      return runtime;
    } catch (IOException | RuntimeException e) {
      timer.shutdownNow();
      receiver.close();
      telemetry.close();
      throw e;
    }
  }
}
