package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.physics.FadingProcess;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.service.ChannelSimConfig;
import io.semlink.channel.service.ChannelSimService;
import io.semlink.chassis.PeerConfig;
import io.semlink.chassis.ServerConfig;
import io.semlink.chassis.ServiceRuntime;
import io.semlink.link.v1.Delivery;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every {@code link} command against a running simulator. */
@Timeout(120)
final class LinkCommandsTest {
  private static final LinkConfig FADING =
      LinkConfig.named("fading").withFading(new Rayleigh()).withSeed(3);

  @TempDir private Path folder = Path.of("");
  private ServiceRuntime simulator;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    simulator =
        ChannelSimService.wire(
            new ChannelSimConfig(
                ServerConfig.loopback().withDrain(Duration.ZERO, Duration.ofMillis(200)),
                PeerConfig.plaintext("receiver", "127.0.0.1", 9),
                List.of(FADING)));
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", simulator.port(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    simulator.close();
  }

  private String target() {
    return "127.0.0.1:" + simulator.port();
  }

  private TestStreams link(int code, String... args) {
    List<String> all = new ArrayList<>(List.of("link"));
    Collections.addAll(all, args);
    Collections.addAll(all, "--target", target());
    TestStreams streams = new TestStreams();
    assertThat(streams.run(all.toArray(String[]::new)))
        .as(all + ": " + streams.errText())
        .isEqualTo(code);
    return streams;
  }

  private static JsonNode json(TestStreams streams) throws IOException {
    return new ObjectMapper().readTree(streams.outText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"list", "get", "set", "reset", "delete", "record", "replay", "sample", "presets"})
  void everyCommandExplainsItself(String command) {
    TestStreams streams = new TestStreams();
    assertThat(streams.run("link", command, "--help")).isZero();
    assertThat(streams.outText()).contains("Usage: semlink link " + command, "--target");
    assertThat(streams.outText().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void listShowsEveryLink() throws IOException {
    assertThat(link(0, "list").outText().lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).startsWith("default").contains("10 dB", "1 MHz"))
        .anySatisfy(line -> assertThat(line).startsWith("fading").contains("Rayleigh", "100 ms"));
    JsonNode links = json(link(0, "list", "--json")).get("links");
    assertThat(links.get(1).get("config").get("name").asText()).isEqualTo("fading");
    assertThat(links.get(1).get("figures").get("outages").asText()).isEqualTo("0");
  }

  @Test
  void getShowsSettingsAndStateAndFigures() throws Exception {
    TestTraffic.send(channel, "fading", 3, 1000);
    assertThat(link(0, "get", "fading").outText())
        .contains("Rayleigh", "10 dB", "perfect", "number 3", "3 transmissions");
    JsonNode got = json(link(0, "get", "fading", "--json"));
    assertThat(got.get("config").get("seed").asText()).isEqualTo("3");
    assertThat(got.get("true_state").get("block_index").asText()).isEqualTo("3");
  }

  @Test
  void unknownLinksAreNamedWithThoseThereAre() {
    for (String command : new String[] {"get", "reset", "delete", "sample"}) {
      assertThat(link(ExitCode.INPUT.code(), command, "nowhere").errText())
          .as(command)
          .contains("no link is named 'nowhere'", "default, fading")
          .doesNotContain("\tat ");
    }
    assertThat(link(ExitCode.INPUT.code(), "set", "nowhere", "--snr-db", "3").errText())
        .contains("nowhere");
  }

  @Test
  void setPrintsWhatChanged() throws IOException {
    assertThat(link(0, "set", "fading", "--snr-db", "3", "--block", "5ms").outText().lines())
        .containsExactlyInAnyOrder(
            "  snr_db: 10.0 -> 3.0", "  fading.coherence_time: 0.100s -> 0.005s");
    assertThat(link(0, "set", "fading", "--snr-db", "3").outText()).contains("is as it was");
    JsonNode config =
        json(link(0, "set", "fading", "--fading", "nakagami", "--nakagami-m", "2", "--json"))
            .get("config");
    assertThat(config.get("fading").get("model").asText()).isEqualTo("FADING_MODEL_NAKAGAMI");
    assertThat(config.get("snr_db").asDouble()).as("not named, not changed").isEqualTo(3);
  }

  @Test
  void setMakesALinkOnlyWhenAsked() {
    assertThat(link(0, "set", "new", "--create", "--state", "absent", "--seed", "9").outText())
        .contains("new was made", "state_information.knowledge: - -> absent", "seed: - -> 9");
    assertThat(link(0, "list").outText()).contains("new", "the mean alone");
  }

  @Test
  void valuesOutOfRangeAreNamed() {
    assertThat(link(ExitCode.INPUT.code(), "set", "fading", "--snr-db", "500").errText())
        .contains("snr_db", "500");
    assertThat(link(ExitCode.INPUT.code(), "set", "fading", "--preset", "nonsense").errText())
        .contains("nonsense");
  }

  @Test
  void resetRepeatsTheSameBlocks() throws Exception {
    List<Delivery> first = TestTraffic.send(channel, "fading", 5, 9000);
    assertThat(link(0, "reset", "fading").outText())
        .isEqualTo("fading is back at block 0, seed 3\n");
    assertThat(TestTraffic.send(channel, "fading", 5, 9000)).isEqualTo(first);
    link(0, "reset", "fading", "--seed", "4");
    assertThat(TestTraffic.send(channel, "fading", 5, 9000)).isNotEqualTo(first);
    assertThat(link(0, "set", "fading", "--seed", "3", "--reset").outText())
        .contains("seed: 4 -> 3", "back at block 0");
    assertThat(TestTraffic.send(channel, "fading", 5, 9000)).isEqualTo(first);
  }

  @Test
  void deleteTakesALinkAwayButNotTheDefault() {
    assertThat(link(0, "delete", "fading").outText()).isEqualTo("fading was deleted\n");
    link(ExitCode.INPUT.code(), "get", "fading");
    assertThat(link(ExitCode.INPUT.code(), "delete", "default").errText()).contains("default");
  }

  @Test
  void sampleDrawsTheGainsOfTheSeedToTheLastBit() {
    List<String> lines =
        link(0, "sample", "fading", "--blocks", "50", "--csv").outText().lines().toList();
    assertThat(lines.get(0)).isEqualTo("block,time_s,gain,snr_db,block_snr_db,capacity_bps");
    assertThat(lines).hasSize(51);
    FadingProcess gains = new Rayleigh().process(3, FADING.coherenceTime());
    for (int i = 0; i < 50; i++) {
      String[] cells = lines.get(i + 1).split(",");
      assertThat(Long.parseLong(cells[0])).isEqualTo(i);
      assertThat(Double.parseDouble(cells[1])).isEqualTo(i / 10.0);
      assertThat(Double.parseDouble(cells[2])).isEqualTo(gains.gain(i));
      assertThat(Double.parseDouble(cells[3])).isEqualTo(10);
    }
    assertThat(
            link(0, "sample", "fading", "--blocks", "50", "--csv", "--seed", "4").outText().lines())
        .element(1)
        .isNotEqualTo(lines.get(1));
    assertThat(link(0, "get", "fading").outText()).as("the link stays").contains("number 0");
  }

  @Test
  void sampleSummarises() {
    assertThat(link(0, "sample", "fading", "--blocks", "2000").outText())
        .contains("2 000 blocks", "mean", "50 % below", "0.1 % below")
        .doesNotContain("block,time_s");
    assertThat(link(ExitCode.INPUT.code(), "sample", "fading", "--blocks", "0").errText())
        .contains("block_count");
  }

  @Test
  void aReplayRepeatsEveryCut() throws Exception {
    link(0, "set", "fading", "--state-error-db", "3", "--block", "7ms");
    Path file = folder.resolve("run.jsonl");
    List<Delivery> recorded;
    try (Background record = record("--out", file.toString())) {
      Awaitility.await().until(() -> Files.exists(folder.resolve("run.jsonl.part")));
      recorded = TestTraffic.send(channel, "fading", 20, 9000);
      link(0, "reset", "fading");
      assertThat(record.outText()).contains("blocks of fading are in " + file);
    }
    assertThat(recorded).anyMatch(Delivery::getCut).anyMatch(d -> !d.getCut());
    int blocks = Files.readAllLines(file).size() - 1;

    assertThat(link(0, "replay", "copy", file.toString()).outText())
        .isEqualTo("copy plays back " + blocks + " blocks of " + file + "\n");
    List<Delivery> replayed = TestTraffic.send(channel, "copy", 20, 9000);
    assertThat(replayed).isEqualTo(recorded);
    assertThat(link(0, "list").outText()).contains("recording of " + blocks + " blocks");
  }

  @Test
  void aRecordingThatIsStoppedIsWhole() throws Exception {
    Path file = folder.resolve("stopped.jsonl");
    Process process =
        OtherJvm.start(
            List.of(), "link", "record", "fading", "--out", file.toString(), "--target", target());
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(folder.resolve("stopped.jsonl.part")));
      TestTraffic.send(channel, "fading", 10, 1000);
      Awaitility.await()
          .until(() -> Files.readAllLines(folder.resolve("stopped.jsonl.part")).size() == 11);
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(folder.resolve("stopped.jsonl.part")).doesNotExist();
    assertThat(link(0, "replay", "copy", file.toString()).outText()).contains("10 blocks");
  }

  @Test
  void aWrongLineIsNamedAndNothingChanges() throws Exception {
    Path file = folder.resolve("run.jsonl");
    try (Background record = record("--blocks", "3", "--out", file.toString())) {
      Awaitility.await().until(() -> Files.exists(folder.resolve("run.jsonl.part")));
      TestTraffic.send(channel, "fading", 3, 1000);
      assertThat(record.outText()).contains("3 blocks");
    }
    List<String> lines = Files.readAllLines(file);
    String before = link(0, "get", "default").outText();
    assertWrong(lines, 3, "{\"block_index\":", "line 3: this is not a block");
    assertWrong(lines, 2, lines.get(1).replaceAll("\"bandwidth_hz\":[^,]*,", ""), "bandwidth_hz");
    assertWrong(
        lines, 4, lines.get(3).replaceAll("\"snr_db\":[^,]*", "\"snr_db\":\"NaN\""), "snr_db");
    assertWrong(lines, 1, "{\"format\":\"semlink-recording\",\"version\":7}", "version 7");
    assertWrong(lines, 4, lines.get(2), "block_index must be 2");
    assertWrong(lines, 1, "time_s,gain", "line 1: this is not a recording");
    assertThat(link(0, "get", "default").outText()).isEqualTo(before);
    assertThat(link(ExitCode.FILE.code(), "replay", "default", "no/such/file").errText())
        .contains("no/such/file");
  }

  private void assertWrong(List<String> lines, int line, String text, String message)
      throws IOException {
    List<String> wrong = new ArrayList<>(lines);
    wrong.set(line - 1, text);
    Path file = folder.resolve("wrong.jsonl");
    Files.write(file, wrong);
    assertThat(link(ExitCode.DAMAGED.code(), "replay", "default", file.toString()).errText())
        .contains("wrong.jsonl, line " + line, message);
  }

  @Test
  void presetsAreListedAndTaken() throws IOException {
    JsonNode presets = json(link(0, "presets", "--json")).get("presets");
    assertThat(presets).isNotEmpty();
    String text = link(0, "presets").outText();
    for (JsonNode preset : presets) {
      String name = preset.get("name").asText();
      assertThat(text).contains(name, preset.get("description").asText());
      JsonNode config = json(link(0, "set", "fading", "--preset", name, "--json")).get("config");
      assertThat(config.get("name").asText()).isEqualTo("fading");
      assertThat(config.get("seed").asText()).as("stays").isEqualTo("3");
      assertThat(config.get("fading").get("model")).isEqualTo(preset.at("/config/fading/model"));
    }
  }

  @Test
  void aSimulatorThatIsNotThereEndsWithSix() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    TestStreams streams = new TestStreams();
    assertThat(streams.run("link", "list", "--target", "127.0.0.1:" + free)).isEqualTo(6);
    assertThat(streams.errText()).startsWith("semlink: 127.0.0.1:" + free);
    assertThat(streams.out.size()).isZero();
  }

  /** A recording of the link 'fading' in a thread of its own. */
  private Background record(String... args) {
    return new Background(() -> link(0, append(args)));
  }

  private static String[] append(String... args) {
    List<String> all = new ArrayList<>(List.of("record", "fading"));
    Collections.addAll(all, args);
    return all.toArray(String[]::new);
  }

  /** A command that runs while the test goes on. */
  private static final class Background implements AutoCloseable {
    private final java.util.concurrent.CompletableFuture<TestStreams> end;

    Background(java.util.function.Supplier<TestStreams> command) {
      end = java.util.concurrent.CompletableFuture.supplyAsync(command);
    }

    String outText() throws Exception {
      return end.get(30, TimeUnit.SECONDS).outText();
    }

    @Override
    public void close() {
      end.cancel(true);
    }
  }
}
