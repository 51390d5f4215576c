package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semlink.codec.image.PhotoReader;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo that goes on: its console, and an edge device in Java. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class DemoServeTest {
  /** What a JVM ends with after SIGTERM: 128 + 15. */
  private static final int TERMINATED = 143;

  private static final Path CHELSEA = Home.examples().resolve("chelsea.png");

  @TempDir private Path folder = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private Process process;

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  @Test
  void linkGoesOnAfterTheDemoUntilItIsStopped() throws Exception {
    process =
        OtherJvm.start(
            List.of(),
            "demo",
            CHELSEA.toString(),
            "--serve",
            "--port=0",
            "--admin-port=0",
            "--steps=2",
            "--out=" + folder.resolve("demo"));
    drain(process);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    URI console = URI.create(word(lines, "Console "));
    String target = word(lines, "Transmitter ").replace(",", "");
    assertThat(folder.resolve("demo/received.png")).exists();

    JsonNode state = get(console.resolve("/api/state"));
    assertThat(state.at("/mode").asText()).isEqualTo("control");
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> get(console.resolve("/api/state")).at("/peers/1/state").asText().equals("up"));
    assertThat(get(console.resolve("/api/photos")).at("/photos/0/state").asText())
        .as("the demo's own photo")
        .isEqualTo("done");

    HttpRequest.Builder post =
        HttpRequest.newBuilder(console.resolve("/api/photos?steps=2&latency_limit_ms=30"))
            .header("X-Semlink-Console", "1")
            .header("Content-Type", "image/png")
            .POST(HttpRequest.BodyPublishers.ofFile(CHELSEA));
    String id =
        mapper.readTree(http.send(post.build(), BodyHandlers.ofString()).body()).at("/id").asText();
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> get(console.resolve("/api/photos/" + id)).at("/state").asText().equals("done"));
    for (String kind : List.of("sent", "importance", "decoded", "received", "provenance", "mask")) {
      URI picture = console.resolve("/api/photos/" + id + "/" + kind + ".png");
      byte[] png =
          http.send(HttpRequest.newBuilder(picture).build(), BodyHandlers.ofByteArray()).body();
      assertThat(PhotoReader.read(png).width()).as(kind).isEqualTo(451);
    }

    Path received = folder.resolve("edge.png");
    assertThat(edgeDevice(target, CHELSEA.toString(), received.toString()))
        .contains("bits", "GVIF");
    assertThat(PhotoReader.read(Files.readAllBytes(received)).width()).isEqualTo(451);
    assertThat(get(console.resolve("/api/photos")).at("/photos/0/id").asText())
        .as("the console sees it")
        .startsWith("example-");

    process.destroy();
    assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("ends on SIGTERM").isTrue();
    assertThat(process.exitValue()).isEqualTo(TERMINATED);
  }

  /**
   * Runs the example of the Java client with what its artifact brings, and nothing else of ours.
   */
  private static String edgeDevice(String... args) throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry ->
                    entry.contains("proto")
                        || entry.contains("client")
                        || entry.contains("grpc")
                        || entry.contains("netty")
                        || entry.contains("perfmark")
                        || entry.contains("guava")
                        || entry.contains("gson"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(classPath).contains("grpc-netty").doesNotContain("codec/target", "pytorch");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp", classPath, Home.examples().resolve("clients/java/SendPhoto.java").toString()));
    command.addAll(List.of(args));
    Process device = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(device.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(device.waitFor()).as(said).isZero();
    return said;
  }

  private static void drain(Process process) {
    Thread drain =
        new Thread(
            () -> {
              try {
                process.getErrorStream().transferTo(System.err);
              } catch (IOException e) {
                // The process has ended.
              }
            });
    drain.setDaemon(true);
    drain.start();
  }

  /** Reads on until a line begins so, and returns the word that follows. */
  private static String word(BufferedReader lines, String beginning) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.strip().startsWith(beginning)) {
        return line.strip().substring(beginning.length()).strip().split(" ")[0];
      }
    }
    throw new IOException("the demo ended before it told: " + beginning);
  }

  private JsonNode get(URI uri) throws IOException, InterruptedException {
    return mapper.readTree(
        http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
  }
}
