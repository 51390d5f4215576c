package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semlink.codec.image.PhotoReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes, and what goes to which stream. */
final class CommandLineTest {
  private static final Path CHELSEA = Home.examples().resolve("chelsea.png");

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "send",
        "transmitter",
        "channel-sim",
        "receiver",
        "encode",
        "decode",
        "inspect",
        "health",
        "link",
        "bench"
      })
  void everyCommandExplainsItself(String command) {
    TestStreams streams = new TestStreams();
    assertThat(streams.run(command, "--help")).isZero();
    assertThat(streams.outText()).contains("Usage: semlink " + command);
    assertThat(streams.outText().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(streams.err.size()).isZero();
  }

  @Test
  void tellsItsVersion() {
    TestStreams streams = new TestStreams();
    assertThat(streams.run("--version")).isZero();
    assertThat(streams.outText()).startsWith("semlink ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dance",
        "demo --no-such-flag",
        "demo --snr-db loud",
        "demo --deadline-ms -5",
        "demo --point 3",
        "encode x.png -o y",
        "send x.png --target nowhere",
        "demo --snr-db 3 --snr-ramp 1:2:3s",
        "link",
        "link get --port 3",
        "link set",
        "link record default",
        "link set default --fading rain",
        "transmitter --host 0.0.0.0 --port 0",
        "receiver --drain-timeout 5"
      })
  void wrongUsageEndsWithTwo(String line) {
    TestStreams streams = new TestStreams();
    assertThat(
            streams.run(
                Stream.of(line.split(" ")).filter(w -> !w.isEmpty()).toArray(String[]::new)))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(streams.out.size()).as("standard output").isZero();
    assertThat(streams.errText()).startsWith("semlink: ").doesNotContain("\tat ");
  }

  @Test
  void missingFilesEndWithTen() {
    TestStreams streams = new TestStreams();
    assertThat(streams.run("inspect", "no/such/file")).isEqualTo(ExitCode.FILE.code());
    assertThat(streams.errText()).isEqualTo("semlink: there is no file no/such/file\n");
  }

  @Test
  void stackTracesAreShownOnRequestOnly() {
    TestStreams streams = new TestStreams();
    streams.run("inspect", "no/such/file", "--verbose");
    assertThat(streams.errText()).contains("\tat ");
  }

  @Test
  void damagedFilesEndWithFive() throws IOException {
    Path file = folder.resolve("noise");
    Files.write(file, new byte[] {1, 2, 3, 4});
    for (String command : new String[] {"inspect", "decode"}) {
      TestStreams streams = new TestStreams();
      String[] args =
          command.equals("decode")
              ? new String[] {command, file.toString(), "-o", "-"}
              : new String[] {command, file.toString()};
      assertThat(streams.run(args)).as(command).isEqualTo(ExitCode.DAMAGED.code());
      assertThat(streams.out.size()).isZero();
    }
  }

  @Test
  void servicesThatDoNotAnswerEndWithSix() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    TestStreams streams = new TestStreams();
    assertThat(streams.run("health", "127.0.0.1:" + free)).isEqualTo(6);
    assertThat(streams.errText()).contains("127.0.0.1:" + free).doesNotContain("\tat ");
  }

  @Test
  void missingModelsEndWithNine() {
    TestStreams streams = new TestStreams();
    assertThat(
            streams.run(
                "encode", CHELSEA.toString(), "-k", "3", "-o", "-", "--bundle", folder.toString()))
        .isEqualTo(ExitCode.MODELS.code());
  }

  @Test
  void jsonIsAllThatGoesToStandardOutput() throws IOException {
    Path out = folder.resolve("demo");
    TestStreams streams = new TestStreams();
    int code =
        streams.run(
            "demo",
            CHELSEA.toString(),
            "--json",
            "--steps",
            "2",
            "--seed",
            "7",
            "--snr-db",
            "15",
            "--out",
            out.toString());
    assertThat(code).as(streams.errText()).isZero();
    JsonNode report = new ObjectMapper().readTree(streams.outText());
    assertThat(report.get("seed").asLong()).isEqualTo(7);
    assertThat(report.get("scheme").asText()).isEqualTo("CIE");
    assertThat(report.get("channel").get("deadline_ms").asDouble()).isEqualTo(30);
    assertThat(report.get("bits").get("total").asLong())
        .isEqualTo(
            Stream.of("framing", "prompt", "mask", "hyper", "latent")
                .mapToLong(kind -> report.get("bits").get(kind).asLong())
                .sum());
    for (String stage :
        new String[] {
          "read",
          "importance",
          "caption",
          "analyse",
          "decide",
          "code",
          "check",
          "synthesise",
          "preview",
          "inpaint",
          "compose",
          "air",
          "total"
        }) {
      assertThat(report.get("latency_ms").has(stage)).as(stage).isTrue();
    }
    assertThat(new ObjectMapper().readTree(out.resolve("report.json").toFile())).isEqualTo(report);
    assertThat(streams.errText()).isEmpty();
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "sent.png",
              "importance.png",
              "mask.png",
              "decoded.png",
              "received.png",
              "overview.png",
              "report.json");
    }
    assertThat(PhotoReader.read(Files.readAllBytes(out.resolve("sent.png"))).rgb())
        .isEqualTo(PhotoReader.read(Files.readAllBytes(CHELSEA)).rgb());
  }

  @Test
  void whatIsRefusedEndsWithThreeAndWhatCannotFitWithFour() throws IOException {
    Path text = folder.resolve("text.png");
    Files.writeString(text, "no picture at all");
    TestStreams streams = new TestStreams();
    assertThat(streams.run("demo", text.toString(), "--out", folder.resolve("a").toString()))
        .isEqualTo(ExitCode.INPUT.code());
    streams = new TestStreams();
    assertThat(
            streams.run(
                "demo",
                CHELSEA.toString(),
                "--deadline-ms",
                "0.05",
                "--json",
                "--out",
                folder.resolve("b").toString()))
        .isEqualTo(ExitCode.INFEASIBLE.code());
    assertThat(streams.out.size()).isZero();
    assertThat(streams.errText()).contains("at least");
  }

  @Test
  void codesAndDecodesWithoutServices() throws IOException {
    Path coded = folder.resolve("c.sl");
    Path picture = folder.resolve("deeper/c.png");
    TestStreams encode = new TestStreams();
    assertThat(
            encode.run("encode", CHELSEA.toString(), "-k", "5", "-o", coded.toString(), "--json"))
        .as(encode.errText())
        .isZero();
    JsonNode figures = new ObjectMapper().readTree(encode.outText());
    assertThat(figures.get("bytes").asLong()).isEqualTo(Files.size(coded));
    assertThat(figures.get("bits").get("total").asLong()).isEqualTo(8 * Files.size(coded));
    TestStreams decode = new TestStreams();
    assertThat(decode.run("decode", coded.toString(), "-o", picture.toString())).isZero();
    assertThat(PhotoReader.read(Files.readAllBytes(picture)).width()).isEqualTo(451);
    TestStreams piped = new TestStreams(Files.readAllBytes(coded));
    assertThat(piped.run("decode", "-", "-o", "-")).isZero();
    assertThat(piped.out.toByteArray()).isEqualTo(Files.readAllBytes(picture));
    TestStreams inspect = new TestStreams();
    assertThat(inspect.run("inspect", coded.toString(), "--json")).isZero();
    JsonNode structure = new ObjectMapper().readTree(inspect.outText());
    assertThat(structure.get("operating_point").asInt()).isEqualTo(5);
    assertThat(structure.get("segments"))
        .allSatisfy(s -> assertThat(s.get("state").asText()).isEqualTo("ok"));
    assertInspectFindsDamage(Files.readAllBytes(coded));
  }

  @Test
  void codesWithOtherCodersIntoBits() throws IOException {
    Path coded = folder.resolve("j.sl");
    TestStreams encode = new TestStreams();
    assertThat(
            encode.run(
                "encode",
                CHELSEA.toString(),
                "--scheme",
                "JPEG",
                "--max-bits",
                "120000",
                "-o",
                coded.toString(),
                "--json"))
        .as(encode.errText())
        .isZero();
    JsonNode figures = new ObjectMapper().readTree(encode.outText());
    assertThat(figures.get("scheme").asText()).isEqualTo("JPEG");
    assertThat(figures.get("gvif").isNull()).isTrue();
    assertThat(8 * Files.size(coded)).isBetween(100_000L, 120_000L);
    TestStreams decode = new TestStreams();
    Path picture = folder.resolve("j.png");
    assertThat(decode.run("decode", coded.toString(), "-o", picture.toString())).isZero();
    assertThat(decode.outText()).contains("as JPEG");
  }

  @Test
  void encodeTakesAPointOrBits() {
    TestStreams streams = new TestStreams();
    assertThat(streams.run("encode", CHELSEA.toString(), "-o", "-"))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(streams.errText()).contains("--max-bits");
  }

  private static void assertInspectFindsDamage(byte[] file) {
    byte[] damaged = file.clone();
    damaged[damaged.length - 10] ^= 4;
    TestStreams inspect = new TestStreams(damaged);
    assertThat(inspect.run("inspect", "-")).isEqualTo(ExitCode.DAMAGED.code());
    assertThat(inspect.outText()).contains("damaged");
    TestStreams cut = new TestStreams(java.util.Arrays.copyOf(file, file.length - 10));
    assertThat(cut.run("inspect", "-")).isZero();
    assertThat(cut.outText()).contains("cut short");
  }
}
