package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvalChannelTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void outageMeetsTheoryAndMarginsPay() throws IOException {
    int messages = 1000;
    TestStreams run = new TestStreams();
    int code =
        run.run(
            "eval",
            "channel",
            "--blocks",
            "" + messages,
            "--symbol-blocks",
            "20",
            "--no-samples",
            "--json",
            "--out",
            folder.toString());
    assertThat(code).as(run.errText()).isZero();
    JsonNode figures = new ObjectMapper().readTree(run.outText());
    assertThat(figures.get("seed").asInt()).isEqualTo(1);
    double best = 0;
    double without = 0;
    for (JsonNode entry : figures.get("outage")) {
      if (entry.get("model").asText().equals("symbols")) {
        assertThat(entry.get("outage_theory").isNull()).isTrue();
        continue;
      }
      double theory = entry.get("outage_theory").asDouble();
      double deviation = Math.sqrt(theory * (1 - theory) / messages);
      assertThat(entry.get("outage").asDouble())
          .as("%s", entry)
          .isCloseTo(theory, within(4.5 * deviation + 1.0 / messages));
      assertThat(entry.get("arrived").asDouble())
          .isGreaterThanOrEqualTo(entry.get("goodput").asDouble());
      if (entry.get("state").asText().equals("error of 1 dB")) {
        best = Math.max(best, entry.get("goodput").asDouble());
        without =
            entry.get("margin_db").asDouble() == 0 ? entry.get("goodput").asDouble() : without;
      }
    }
    assertThat(best).as("goodput with the best margin").isGreaterThan(1.3 * without);
    assertThat(Files.readAllLines(folder.resolve("channel-outage.csv"))).hasSize(7 * (21 + 7) + 1);
    assertThat(folder.resolve("channel-outage.svg")).isNotEmptyFile();
    assertThat(folder.resolve("channel-goodput.svg")).isNotEmptyFile();
  }

  @Test
  void explainsItself() {
    TestStreams help = new TestStreams();
    assertThat(help.run("eval", "channel", "--help")).isZero();
    assertThat(help.outText()).contains("--blocks", "--symbol-blocks", "--seed", "--out", "--json");
    assertThat(help.outText().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void theSameSeedFindsTheSame() throws IOException {
    for (String name : new String[] {"a", "b"}) {
      assertThat(
              new TestStreams()
                  .run(
                      "eval",
                      "channel",
                      "--blocks",
                      "20",
                      "--symbol-blocks",
                      "3",
                      "--no-samples",
                      "--seed",
                      "5",
                      "--out",
                      folder.resolve(name).toString()))
          .isZero();
    }
    assertThat(folder.resolve("a/channel-outage.csv"))
        .hasSameBinaryContentAs(folder.resolve("b/channel-outage.csv"));
    TestStreams none = new TestStreams();
    assertThat(none.run("eval", "channel", "--blocks", "0", "--out", folder.toString()))
        .isEqualTo(ExitCode.INPUT.code());
  }
}
