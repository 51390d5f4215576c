package io.semlink.chassis;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A gRPC server with everything bounded, and its health service. */
final class GrpcServer {
  /**
   * Health service name for liveness probes: serving from start to end, whatever the peers and the
   * models do.
   */
  static final String LIVENESS = "semlink.liveness";

  /** gRFC A8: gRPC's own default permits pings only every 5 min and cuts off whoever sends more. */
  private static final int PERMIT_KEEPALIVE_SECONDS = 20;

  /** gRFC A9: lets load balancers of layer 4 spread long-lived connections anew. */
  private static final int MAX_CONNECTION_AGE_MINUTES = 30;

  private static final int MAX_CONNECTION_GRACE_MINUTES = 5;

  /** Bound on "rapid reset" (CVE-2023-44487): resets that a connection may send in a window. */
  private static final int MAX_RESETS = 200;

  private static final int RESET_WINDOW_SECONDS = 30;

  private final Server server;
  private final Server inProcess;
  private final HealthStatusManager health;
  private final ThreadPoolExecutor executor;
  private final List<String> serviceNames;

  private GrpcServer(
      Server server,
      Server inProcess,
      HealthStatusManager health,
      ThreadPoolExecutor executor,
      List<String> serviceNames) {
    this.server = server;
    this.inProcess = inProcess;
    this.health = health;
    this.executor = executor;
    this.serviceNames = serviceNames;
  }

  static GrpcServer start(
      ServerConfig config,
      Telemetry telemetry,
      ErrorTranslator translator,
      List<BindableService> services)
      throws IOException {
    Limits limits = config.limits();
    ThreadPoolExecutor executor = executor(telemetry.service(), limits);
    HealthStatusManager health = new HealthStatusManager();
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
    health.setStatus(LIVENESS, ServingStatus.SERVING);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(config.host(), config.port()),
                config.security().serverCredentials())
            .executor(executor)
            .maxConcurrentCallsPerConnection(limits.maxCallsPerConnection())
            .maxInboundMessageSize(limits.maxInboundMessageBytes())
            .maxInboundMetadataSize(limits.maxInboundMetadataBytes())
            .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
            .permitKeepAliveTime(PERMIT_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .maxConnectionAge(MAX_CONNECTION_AGE_MINUTES, TimeUnit.MINUTES)
            .maxConnectionAgeGrace(MAX_CONNECTION_GRACE_MINUTES, TimeUnit.MINUTES)
            .addService(health.getHealthService());
    // In this process the same services behind the same interceptors: one limit, one account.
    ServerBuilder<?> inner =
        InProcessServerBuilder.forName(InProcessServerBuilder.generateName())
            .executor(executor)
            .maxInboundMessageSize(limits.maxInboundMessageBytes());
    List<ServerInterceptor> interceptors =
        List.of(
            new ErrorMappingInterceptor(translator),
            new CallLimitInterceptor(limits.maxCalls()),
            new OutcomeInterceptor(telemetry),
            new MetricCollectingServerInterceptor(telemetry.registry()),
            new RequestScopeServerInterceptor(telemetry));
    // The last one added sees a call first.
    for (ServerInterceptor interceptor : interceptors) {
      builder.intercept(interceptor);
      inner.intercept(interceptor);
    }
    List<String> names = new ArrayList<>();
    for (BindableService service : services) {
      ServerServiceDefinition definition = service.bindService();
      builder.addService(definition);
      inner.addService(definition);
      String name = definition.getServiceDescriptor().getName();
      names.add(name);
      health.setStatus(name, ServingStatus.NOT_SERVING);
    }
    if (config.reflection()) {
      builder.addService(ProtoReflectionServiceV1.newInstance());
    }
    try {
      return new GrpcServer(
          builder.build().start(), inner.build().start(), health, executor, List.copyOf(names));
    } catch (IOException e) {
      executor.shutdownNow();
      throw new IOException(
          "cannot listen on " + config.host() + ":" + config.port() + ": " + e.getMessage(), e);
    }
  }

  int port() {
    return server.getPort();
  }

  /** A new channel to the services from within the process, which the caller shuts down. */
  ManagedChannel connect() {
    SocketAddress address = inProcess.getListenSockets().get(0);
    return InProcessChannelBuilder.forAddress(address).build();
  }

  void serving(boolean serving) {
    ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    serviceNames.forEach(name -> health.setStatus(name, status));
  }

  /** Reports not-serving for good. */
  void announceEnd() {
    health.enterTerminalState();
  }

  /**
   * Refuses new calls and waits for those under way; cuts them after the timeout.
   *
   * @return whether all ended by themselves
   */
  boolean stop(Duration timeout) throws InterruptedException {
    long limit = System.nanoTime() + timeout.toNanos();
    server.shutdown();
    inProcess.shutdown();
    boolean ended =
        server.awaitTermination(timeout.toNanos(), TimeUnit.NANOSECONDS)
            & inProcess.awaitTermination(limit - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (!ended) {
      server.shutdownNow();
      inProcess.shutdownNow();
      server.awaitTermination(5, TimeUnit.SECONDS);
      inProcess.awaitTermination(5, TimeUnit.SECONDS);
    }
    executor.shutdown();
    return ended;
  }

  void awaitTermination() throws InterruptedException {
    server.awaitTermination();
  }

  private static ThreadPoolExecutor executor(String service, Limits limits) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        limits.executorThreads(),
        limits.executorThreads(),
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(limits.executorQueue()),
        task -> {
          Thread thread = new Thread(task, service + "-grpc-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
