package io.semlink.deploy.container;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Leads channels to several ports of this machine, as a name with several addresses would. */
final class FixedAddresses extends NameResolverProvider {
  static final String SCHEME = "replicas";

  private final List<Integer> ports;

  FixedAddresses(List<Integer> ports) {
    this.ports = List.copyOf(ports);
  }

  @Override
  public NameResolver newNameResolver(URI target, NameResolver.Args args) {
    return new NameResolver() {
      @Override
      public String getServiceAuthority() {
        return "localhost";
      }

      @Override
      public void start(Listener2 listener) {
        List<EquivalentAddressGroup> addresses =
            ports.stream()
                .map(port -> new InetSocketAddress(ServiceContainer.HOST, port))
                .map(EquivalentAddressGroup::new)
                .toList();
        listener.onResult(
            ResolutionResult.newBuilder()
                .setAddressesOrError(StatusOr.fromValue(addresses))
                .build());
      }

      @Override
      public void shutdown() {}
    };
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return 0;
  }

  @Override
  public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
    return Set.of(InetSocketAddress.class);
  }
}
