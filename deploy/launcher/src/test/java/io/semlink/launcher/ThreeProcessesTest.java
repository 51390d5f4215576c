package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The services as processes, and a photo sent through them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ThreeProcessesTest {
  /** What a JVM ends with after SIGTERM: 128 + 15. */
  private static final int TERMINATED = 143;

  @TempDir private Path folder = Path.of("");
  private final List<Process> processes = new ArrayList<>();

  private int service(String... args) throws IOException {
    // Standard output is the log; a file takes it, so that the pipe cannot fill up.
    Process process = OtherJvm.start(List.of(), args);
    processes.add(process);
    Thread drain =
        new Thread(
            () -> {
              try {
                process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
              } catch (IOException e) {
                // The process has ended.
              }
            });
    drain.setDaemon(true);
    drain.start();
    return OtherJvm.awaitPort(process);
  }

  @AfterEach
  void stopAll() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void aPhotoCrossesThreeProcesses() throws Exception {
    String[] ports = {"--port", "0", "--admin-port", "0"};
    int receiver = service(with(ports, "receiver"));
    int channel =
        service(
            with(ports, "channel-sim", "--receiver", "127.0.0.1:" + receiver, "--snr-db", "15"));
    int transmitter = service(with(ports, "transmitter", "--channel", "127.0.0.1:" + channel));
    for (int port : new int[] {receiver, channel, transmitter}) {
      TestStreams health = new TestStreams();
      assertThat(health.run("health", "127.0.0.1:" + port, "--timeout", "20s")).isZero();
      assertThat(health.outText()).isEqualTo("SERVING\n");
    }

    TestStreams send = new TestStreams();
    int code =
        send.run(
            "send",
            Home.examples().resolve("chelsea.png").toString(),
            "--target",
            "127.0.0.1:" + transmitter,
            "--steps",
            "3",
            "--json",
            "--out",
            folder.toString());
    assertThat(code).as(send.errText()).isZero();
    JsonNode report = new ObjectMapper().readTree(send.outText());
    assertThat(report.get("channel").get("snr_db").asDouble()).isEqualTo(15);
    assertThat(report.get("channel").get("outage").asBoolean()).isFalse();
    assertThat(report.get("degraded")).isEmpty();
    assertThat(Files.exists(folder.resolve("received.png"))).isTrue();

    Collections.reverse(processes);
    for (Process process : processes) {
      process.destroy();
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("ends on SIGTERM").isTrue();
      assertThat(process.exitValue()).isEqualTo(TERMINATED);
    }
  }

  private static String[] with(String[] ports, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(ports));
    return all.toArray(String[]::new);
  }
}
