package io.semlink.deploy.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.NettyChannelBuilder;
import io.semlink.client.TransmitterClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two of each service, restarted one after the other while photos are sent. */
@ContainerTest
final class RollingRestartTest {
  /** What a JVM ends with after SIGTERM: 128 + 15. */
  private static final long TERMINATED = 143;

  /** The drain timeout, and as much again for a machine that is busy. */
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private static final int DEVICES = 2;

  @Test
  void losesNoRequest() throws Exception {
    try (LinkContainers link = new LinkContainers.Plan().replicas(2).start()) {
      NameResolverProvider replicas =
          new FixedAddresses(
              link.all(ServiceKind.TRANSMITTER).stream().map(ServiceContainer::port).toList());
      NameResolverRegistry.getDefaultRegistry().register(replicas);
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(FixedAddresses.SCHEME + ":///transmitter")
              .defaultLoadBalancingPolicy("round_robin")
              .usePlaintext()
              .build();
      SteadyTraffic traffic =
          new SteadyTraffic(new TransmitterClient(channel).waitingForReady(), DEVICES);
      try (traffic) {
        for (ServiceContainer container : inTurn(link)) {
          awaitMore(traffic);
          assertThat(container.terminate(DRAIN)).as(container.kind().label()).isEqualTo(TERMINATED);
          awaitMore(traffic);
          container.startAgain();
        }
        awaitMore(traffic);
      } finally {
        channel.shutdownNow();
        NameResolverRegistry.getDefaultRegistry().deregister(replicas);
      }
      assertThat(traffic.failures()).isEmpty();
      assertThat(traffic.served()).isEqualTo(traffic.begun());
    }
  }

  /** Both receivers, the second so that the first has to be found again, and one of the others. */
  private static List<ServiceContainer> inTurn(LinkContainers link) {
    List<ServiceContainer> containers = new ArrayList<>(link.all(ServiceKind.RECEIVER));
    containers.add(link.of(ServiceKind.CHANNEL));
    containers.add(link.of(ServiceKind.TRANSMITTER));
    return containers;
  }

  /** Waits until more photos than there are devices have crossed. */
  private static void awaitMore(SteadyTraffic traffic) {
    int before = traffic.served();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> traffic.served() > before + DEVICES || !traffic.failures().isEmpty());
    assertThat(traffic.failures()).isEmpty();
  }
}
