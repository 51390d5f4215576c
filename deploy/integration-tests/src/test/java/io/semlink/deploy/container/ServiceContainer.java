package io.semlink.deploy.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ChangeLog;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * One service in a container, hardened as in compose.yaml, on ports that it keeps when restarted.
 */
final class ServiceContainer {
  static final String HOST = "127.0.0.1";

  /** Below the ports that systems hand out by themselves, so that nobody takes one meanwhile. */
  private static final int FIRST_PORT = 20_000;

  private static final int LAST_PORT = 30_000;
  private static final Duration START = Duration.ofMinutes(4);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final ServiceKind kind;
  private final int port = freePort();
  private final int adminPort = freePort();
  private final GenericContainer<?> container;

  ServiceContainer(ServiceKind kind, Network network, Map<String, String> environment) {
    this.kind = kind;
    container =
        new GenericContainer<>(Images.get().of(kind))
            .withNetwork(network)
            .withNetworkAliases(kind.label())
            .withEnv(environment)
            .withExposedPorts(kind.port(), kind.adminPort())
            .withCreateContainerCmdModifier(command -> harden(command.getHostConfig()))
            .waitingFor(Wait.forLogMessage(".*semlink: ready.*", 1).withStartupTimeout(START));
  }

  private void harden(HostConfig host) {
    host.withMemory(kind.memoryBytes())
        .withMemorySwap(kind.memoryBytes())
        .withReadonlyRootfs(true)
        .withTmpFs(Map.of("/tmp", "size=16m,mode=1777,noexec,nosuid,nodev"))
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withPortBindings(published(kind.port(), port), published(kind.adminPort(), adminPort));
  }

  private static PortBinding published(int inside, int outside) {
    return new PortBinding(Ports.Binding.bindIpAndPort(HOST, outside), ExposedPort.tcp(inside));
  }

  private static int freePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int candidate = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
      try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getByName(HOST))) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken.
      }
    }
    throw new IllegalStateException("no free port from " + FIRST_PORT + " to " + LAST_PORT);
  }

  /** Mounts a folder of this machine, to be read only; a read-only container takes no copies. */
  ServiceContainer mount(String folder, String at) {
    container.withCreateContainerCmdModifier(
        command ->
            command.getHostConfig().withBinds(new Bind(folder, new Volume(at), AccessMode.ro)));
    return this;
  }

  GenericContainer<?> container() {
    return container;
  }

  ServiceKind kind() {
    return kind;
  }

  /** Port of gRPC on this machine. */
  int port() {
    return port;
  }

  /** A page of the admin server. */
  HttpResponse<String> http(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + adminPort + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  /** Ends the service at once, as a crash would. */
  void kill() {
    docker().killContainerCmd(id()).withSignal("KILL").exec();
    await().atMost(Duration.ofSeconds(10)).until(() -> !running());
  }

  /** Asks the service to end, and waits until it has. Returns the exit code. */
  long terminate(Duration atMost) {
    docker().killContainerCmd(id()).withSignal("TERM").exec();
    await().atMost(atMost).until(() -> !running());
    Long code = state().getExitCodeLong();
    return code == null ? -1 : code;
  }

  /** Starts it again and waits until it is ready. */
  void startAgain() {
    docker().startContainerCmd(id()).exec();
    awaitReady();
  }

  void awaitReady() {
    await().atMost(START).ignoreExceptions().until(() -> http("/readyz").statusCode() == 200);
  }

  void pause() {
    docker().pauseContainerCmd(id()).exec();
  }

  void unpause() {
    docker().unpauseContainerCmd(id()).exec();
  }

  boolean running() {
    return Boolean.TRUE.equals(state().getRunning());
  }

  InspectContainerResponse.ContainerState state() {
    return inspect().getState();
  }

  InspectContainerResponse inspect() {
    return docker().inspectContainerCmd(id()).exec();
  }

  /** Paths that differ from the image. */
  List<String> changedFiles() {
    List<ChangeLog> changes = docker().containerDiffCmd(id()).exec();
    return changes == null ? List.of() : changes.stream().map(ChangeLog::getPath).toList();
  }

  String logs() {
    return container.getLogs();
  }

  private String id() {
    return container.getContainerId();
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }
}
