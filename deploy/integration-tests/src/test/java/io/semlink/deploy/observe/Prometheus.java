package io.semlink.deploy.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Prometheus of the real kind, with the project's own configuration and rules. */
final class Prometheus implements AutoCloseable {
  private static final Map<String, String> PORTS =
      Map.of("transmitter", "8401", "channel", "8402", "receiver", "8403");

  private final Process process;
  private final String address;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();

  private Prometheus(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it with the configuration for one machine, other ports, and scrapes every two seconds.
   *
   * @param folder for its data
   * @param adminPorts of the services, by name
   */
  static Prometheus start(Path folder, Map<String, Integer> adminPorts) throws IOException {
    Path program = Tools.require("prometheus");
    Path source = Project.file("deploy/prometheus/prometheus-local.yml");
    String config =
        Files.readString(source)
            .replaceAll("(scrape|evaluation)_interval: 15s", "$1_interval: 2s")
            .replace("rules/*.yml", source.resolveSibling("rules") + "/*.yml");
    for (Map.Entry<String, Integer> service : adminPorts.entrySet()) {
      config =
          config.replace(
              "127.0.0.1:" + PORTS.get(service.getKey()), "127.0.0.1:" + service.getValue());
    }
    String address = "127.0.0.1:" + freePort();
    Path file =
        Files.writeString(
            folder.resolve("prometheus.yml"), config.replace("127.0.0.1:9090", address));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address,
                "--enable-feature=exemplar-storage")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    Prometheus prometheus = new Prometheus(process, address);
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> prometheus.get("/-/ready").statusCode() == 200);
      prometheus.awaitTargets();
    } catch (RuntimeException | AssertionError e) {
      prometheus.close();
      throw new IOException(Files.readString(folder.resolve("prometheus.log")), e);
    }
    return prometheus;
  }

  /** Waits until all it is to scrape was scraped well. */
  private void awaitTargets() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(api("/api/v1/targets").path("activeTargets"))
                    .allSatisfy(
                        target ->
                            assertThat(target.path("health").asText())
                                .as(target.toString())
                                .isEqualTo("up")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The series that a query yields now; fails if it is no PromQL. */
  List<JsonNode> query(String promQl) {
    JsonNode data = api("/api/v1/query?query=" + URLEncoder.encode(promQl, UTF_8));
    JsonNode result = data.path("result");
    return result.isArray() && data.path("resultType").asText().equals("vector")
        ? List.copyOf(
            mapper.convertValue(
                result,
                mapper.getTypeFactory().constructCollectionType(List.class, JsonNode.class)))
        : List.of();
  }

  /** The value of a query that yields one number. */
  double value(String promQl) {
    List<JsonNode> series = query(promQl);
    if (series.size() != 1) {
      throw new AssertionError(promQl + " yields " + series);
    }
    return Double.parseDouble(series.get(0).path("value").path(1).asText());
  }

  /** All rules of a kind: {@code alerting} or {@code recording}. */
  List<JsonNode> rules(String kind) {
    return api("/api/v1/rules").findValues("rules").stream()
        .flatMap(rules -> rules.findParents("type").stream())
        .filter(rule -> rule.path("type").asText().equals(kind))
        .toList();
  }

  /** The answer's data for a path of the API. */
  JsonNode api(String path) {
    try {
      HttpResponse<String> answer = get(path);
      JsonNode body = mapper.readTree(answer.body());
      if (answer.statusCode() != 200 || !body.path("status").asText().equals("success")) {
        throw new AssertionError(path + ": " + answer.body());
      }
      return body.path("data");
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(path, e);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(Duration.ofSeconds(30))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
