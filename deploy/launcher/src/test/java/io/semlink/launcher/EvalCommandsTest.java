package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvalCommandsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void finerPointsCostMoreAndShowMore() throws IOException {
    Files.copy(Home.examples().resolve("chelsea.png"), folder.resolve("chelsea.png"));
    TestStreams run = new TestStreams();

    Path out = folder.resolve("out");
    int code =
        run.run(
            "eval",
            "rd",
            "--dataset",
            folder.toString(),
            "--points",
            "2,12",
            "--json",
            "--out",
            out.toString());

    assertThat(code).isEqualTo(ExitCode.OK.code());
    JsonNode figures = new ObjectMapper().readTree(run.outText());
    assertThat(new ObjectMapper().readTree(out.resolve("rd.json").toFile())).isEqualTo(figures);
    assertThat(figures.get("bundle").get("fingerprint").asText()).hasSize(64);
    assertThat(figures.has("peers")).as("peers for other photos than Kodak's").isFalse();
    assertThat(out.resolve("rd.svg")).isNotEmptyFile();
    assertThat(Files.readAllLines(out.resolve("rd.csv"))).hasSize(3);
    JsonNode curve = figures.get("curve");
    assertThat(curve).hasSize(2);
    assertThat(curve.get(1).get("bpp").asDouble())
        .isGreaterThan(curve.get(0).get("bpp").asDouble());
    assertThat(curve.get(1).get("psnr_db").asDouble())
        .isGreaterThan(curve.get(0).get("psnr_db").asDouble() + 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rd", "importance", "inpainting", "captions"})
  void everyMeasurementExplainsItselfAndNamesWhatIsMissing(String measurement) {
    TestStreams help = new TestStreams();
    assertThat(help.run("eval", measurement, "--help")).isZero();
    assertThat(help.outText()).contains("--dataset", "--limit", "--out", "--json");
    assertThat(help.outText().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    TestStreams run = new TestStreams();
    int code = run.run("eval", measurement, "--dataset", folder.resolve("nowhere").toString());
    assertThat(code).as(run.errText()).isEqualTo(ExitCode.FILE.code());
    assertThat(run.errText()).startsWith("semlink: ").contains("nowhere");
  }

  @Test
  void anEmptyFolderAndUnknownPointsAreExplained() throws IOException {
    TestStreams empty = new TestStreams();
    assertThat(empty.run("eval", "rd", "--dataset", folder.toString()))
        .isEqualTo(ExitCode.FILE.code());
    assertThat(empty.errText()).contains("no photos in");
    Files.copy(Home.examples().resolve("chelsea.png"), folder.resolve("chelsea.png"));
    TestStreams point = new TestStreams();
    assertThat(point.run("eval", "rd", "--dataset", folder.toString(), "--points", "99"))
        .isEqualTo(ExitCode.INPUT.code());
    assertThat(point.errText()).contains("operating point 99");
  }
}
