package io.semlink.chassis;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service from start to end: gRPC port, admin port, health, and an orderly stop.
 *
 * <pre>{@code
 * Telemetry telemetry = Telemetry.create("receiver");
 * ServiceRuntime runtime =
 *     ServiceRuntime.builder(config, telemetry)
 *         .service(new ReceiverEndpoint(...))
 *         .translate(DecodeException.class, e -> ServiceException.dataLoss(...))
 *         .closeAtStop(peer)
 *         .info("bundle", bundle::fingerprint)
 *         .start();            // listens; health says NOT_SERVING
 * network.warmUp();
 * runtime.ready();             // health says SERVING
 * runtime.stopAtExit();        // SIGTERM drains
 * runtime.awaitStopped();
 * }</pre>
 */
public final class ServiceRuntime implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServiceRuntime.class);

  private enum State {
    STARTING,
    READY,
    STOPPING,
    STOPPED
  }

  private final ServerConfig config;
  private final Telemetry telemetry;
  private final GrpcServer grpc;
  private final AdminServer admin;
  private final Deque<AutoCloseable> toClose;
  private final List<Runnable> toEnd;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile State state = State.STARTING;

  private ServiceRuntime(Builder builder) throws IOException {
    config = builder.config;
    telemetry = builder.telemetry;
    toClose = new ArrayDeque<>(builder.toClose);
    toEnd = List.copyOf(builder.toEnd);
    grpc = GrpcServer.start(config, telemetry, builder.translator, builder.services);
    SemlinkMetrics.READY.gauge(telemetry.registry(), () -> isReady() ? 1 : 0, telemetry.service());
    Map<String, Supplier<Object>> info = new LinkedHashMap<>();
    Instant startedAt = Instant.now();
    info.put("service", telemetry::service);
    info.put("version", BuildInfo::version);
    info.put("state", () -> state.name());
    info.put("java", () -> System.getProperty("java.vm.version", "unknown"));
    info.put("grpc_port", grpc::port);
    info.put("started_at", startedAt::toString);
    info.put("uptime_seconds", () -> Duration.between(startedAt, Instant.now()).toSeconds());
    info.putAll(builder.info);
    try {
      admin = AdminServer.start(config.host(), config.adminPort(), telemetry, this::isReady, info);
    } catch (IOException e) {
      stopQuietly(grpc);
      throw new IOException(
          "cannot listen on " + config.host() + ":" + config.adminPort() + ": " + e.getMessage(),
          e);
    }
    log.info(
        "{} {} listens on {}:{}, admin on port {}",
        telemetry.service(),
        BuildInfo.version(),
        config.host(),
        grpc.port(),
        admin.port());
  }

  /** Prepares a service. */
  public static Builder builder(ServerConfig config, Telemetry telemetry) {
    return new Builder(config, telemetry);
  }

  /** Port of the gRPC server. */
  public int port() {
    return grpc.port();
  }

  /**
   * A new channel to the service from within its process: the same services, limits and metrics as
   * through the port, without its network and its TLS. The caller shuts it down.
   */
  public ManagedChannel connect() {
    return grpc.connect();
  }

  /** The admin server, to add pages to or to ask its port. */
  public AdminServer admin() {
    return admin;
  }

  /** Whether the service takes work. */
  public boolean isReady() {
    return state == State.READY;
  }

  /** Says that the service takes work from now on: models are loaded and warm. */
  public synchronized void ready() {
    if (state == State.STARTING) {
      state = State.READY;
      grpc.serving(true);
      log.info("{} is ready", telemetry.service());
    }
  }

  /** Stops the service when the JVM is told to end (SIGTERM, Ctrl-C). */
  public void stopAtExit() {
    // Logging may already be gone in the hook, so what goes wrong is said on standard error.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    close();
                  } catch (RuntimeException e) {
                    System.err.println(telemetry.service() + " did not stop in order: " + e);
                  }
                },
                telemetry.service() + "-stop"));
  }

  /** Waits until the service has stopped. */
  public void awaitStopped() throws InterruptedException {
    stopped.await();
  }

  /**
   * Stops in order: report not-serving, give clients the drain delay to notice, refuse new calls,
   * let those under way end, cut the rest after the drain timeout, then close what the service
   * uses, last the admin port. Returns when all is done, also if another thread is doing it.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (state == State.STOPPING || state == State.STOPPED) {
        awaitQuietly();
        return;
      }
      state = State.STOPPING;
    }
    grpc.announceEnd();
    try {
      // Not a sleep: a latch that nobody opens, so that an interrupt ends the wait.
      new CountDownLatch(1).await(config.drainDelay().toNanos(), TimeUnit.NANOSECONDS);
      toEnd.forEach(Runnable::run);
      if (!grpc.stop(config.drainTimeout())) {
        log.warn("{}: calls were cut after {}", telemetry.service(), config.drainTimeout());
      }
    } catch (InterruptedException e) {
      stopQuietly(grpc);
      Thread.currentThread().interrupt();
    }
    while (!toClose.isEmpty()) {
      AutoCloseable resource = toClose.removeLast();
      try {
        resource.close();
      } catch (Exception e) {
        log.warn("{}: closing {} failed", telemetry.service(), resource, e);
      }
    }
    state = State.STOPPED;
    admin.close();
    telemetry.close();
    log.info("{} has stopped", telemetry.service());
    stopped.countDown();
  }

  private void awaitQuietly() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stopQuietly(GrpcServer grpc) {
    try {
      grpc.stop(Duration.ofMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects what a service consists of. */
  public static final class Builder {
    private final ServerConfig config;
    private final Telemetry telemetry;
    private final ErrorTranslator translator = new ErrorTranslator();
    private final List<BindableService> services = new ArrayList<>();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final List<Runnable> toEnd = new ArrayList<>();
    private final Map<String, Supplier<Object>> info = new LinkedHashMap<>();

    private Builder(ServerConfig config, Telemetry telemetry) {
      this.config = config;
      this.telemetry = telemetry;
    }

    /** Adds a gRPC service. */
    public Builder service(BindableService service) {
      services.add(service);
      return this;
    }

    /** Says which error an exception of a library stands for. */
    public <E extends Throwable> Builder translate(
        Class<E> type, Function<? super E, ServiceException> rule) {
      translator.add(type, rule);
      return this;
    }

    /** What exceptions mean, for those who tell of them outside of calls too. */
    public ErrorTranslator errors() {
      return translator;
    }

    /**
     * Ends calls that would not end by themselves, such as those that watch for changes: runs when
     * the drain delay is over and new calls are about to be refused.
     */
    public Builder endAtStop(Runnable action) {
      toEnd.add(action);
      return this;
    }

    /** Closes something after the last call has ended; the last one added is closed first. */
    public Builder closeAtStop(AutoCloseable resource) {
      toClose.add(resource);
      return this;
    }

    /** Adds a field to {@code /info}: a string, number, boolean, list or map. */
    public Builder info(String key, Supplier<Object> value) {
      info.put(key, value);
      return this;
    }

    /**
     * Listens on both ports. Health says NOT_SERVING until {@link ServiceRuntime#ready()}.
     *
     * @throws IOException if a port is taken or a TLS file cannot be read
     */
    public ServiceRuntime start() throws IOException {
      return new ServiceRuntime(this);
    }
  }
}
