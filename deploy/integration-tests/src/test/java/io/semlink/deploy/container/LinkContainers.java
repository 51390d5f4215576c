package io.semlink.deploy.container;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.semlink.client.TransmitterClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/** The three services in containers on a network of their own. */
final class LinkContainers implements AutoCloseable {
  private static final String TLS = "/etc/semlink/tls";
  private static final String BUNDLE = "/bundle";

  private final Network network = Network.newNetwork();
  private final Map<ServiceKind, List<ServiceContainer>> services =
      new EnumMap<>(ServiceKind.class);
  private final List<ManagedChannel> channels = new ArrayList<>();

  private LinkContainers() {}

  /** What is to be started. */
  static final class Plan {
    private int replicas = 1;
    private Optional<Path> certificates = Optional.empty();
    private Optional<Path> receiverBundle = Optional.empty();

    /** So many containers of each service, all reached by the service's name. */
    Plan replicas(int count) {
      replicas = count;
      return this;
    }

    /** Encrypted, with what deploy/tls/make-certificates.sh put into a folder. */
    Plan certificates(Path folder) {
      certificates = Optional.of(folder);
      return this;
    }

    /** The receiver takes its models from a folder. */
    Plan receiverBundle(Path folder) {
      receiverBundle = Optional.of(folder);
      return this;
    }

    /** Starts all of it; everything is ready when this returns. */
    LinkContainers start() {
      LinkContainers link = new LinkContainers();
      try {
        for (ServiceKind kind : ServiceKind.values()) {
          link.services.put(
              kind,
              IntStream.range(0, replicas).mapToObj(i -> container(kind, link.network)).toList());
        }
        Startables.deepStart(
                link.services.values().stream()
                    .flatMap(Collection::stream)
                    .map(ServiceContainer::container))
            .join();
        return link;
      } catch (RuntimeException e) {
        link.close();
        throw e;
      }
    }

    private ServiceContainer container(ServiceKind kind, Network network) {
      ServiceContainer container = new ServiceContainer(kind, network, environment(kind));
      certificates.ifPresent(
          folder -> container.mount(folder.resolve(kind.label()).toString(), TLS));
      if (kind == ServiceKind.RECEIVER) {
        receiverBundle.ifPresent(folder -> container.mount(folder.toString(), BUNDLE));
      }
      return container;
    }

    private Map<String, String> environment(ServiceKind kind) {
      Map<String, String> variables = new HashMap<>();
      if (certificates.isPresent()) {
        variables.put("SEMLINK_TLS_CERT", TLS + "/cert.pem");
        variables.put("SEMLINK_TLS_KEY", TLS + "/key.pem");
        variables.put("SEMLINK_TLS_CA", TLS + "/ca.pem");
      } else {
        variables.put("SEMLINK_PLAINTEXT", "true");
      }
      switch (kind) {
        case TRANSMITTER -> variables.put("SEMLINK_CHANNEL", address(ServiceKind.CHANNEL));
        case CHANNEL -> variables.put("SEMLINK_RECEIVER", address(ServiceKind.RECEIVER));
        case RECEIVER ->
            receiverBundle.ifPresent(folder -> variables.put("SEMLINK_BUNDLE", BUNDLE));
      }
      return variables;
    }

    private static String address(ServiceKind kind) {
      return kind.label() + ":" + kind.port();
    }
  }

  /** The first container of a service. */
  ServiceContainer of(ServiceKind kind) {
    return all(kind).get(0);
  }

  /** All containers of a service. */
  List<ServiceContainer> all(ServiceKind kind) {
    return services.getOrDefault(kind, List.of());
  }

  /** All containers. */
  List<ServiceContainer> all() {
    return services.values().stream().flatMap(Collection::stream).toList();
  }

  /** A channel to a service, without encryption; closed with the link. */
  ManagedChannel connect(ServiceKind kind) {
    return connect(kind, InsecureChannelCredentials.create());
  }

  /** A channel to a service; closed with the link. */
  ManagedChannel connect(ServiceKind kind, ChannelCredentials credentials) {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(ServiceContainer.HOST, of(kind).port(), credentials)
            .build();
    channels.add(channel);
    return channel;
  }

  /** A client of the transmitter, without encryption. */
  TransmitterClient client() {
    return new TransmitterClient(connect(ServiceKind.TRANSMITTER));
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    all().parallelStream().forEach(service -> service.container().stop());
    network.close();
  }
}
