package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalRdCommandTest {
  @TempDir Path folder;

  @Test
  void finerPointsCostMoreAndShowMore() throws IOException {
    Files.copy(Home.examples().resolve("chelsea.png"), folder.resolve("chelsea.png"));
    TestStreams run = new TestStreams();

    int code = run.run("eval", "rd", "--dataset", folder.toString(), "--points", "2,12", "--json");

    assertThat(code).isEqualTo(ExitCode.OK.code());
    JsonNode curve = new ObjectMapper().readTree(run.outText()).get("curve");
    assertThat(curve).hasSize(2);
    assertThat(curve.get(1).get("bpp").asDouble())
        .isGreaterThan(curve.get(0).get("bpp").asDouble());
    assertThat(curve.get(1).get("psnr_db").asDouble())
        .isGreaterThan(curve.get(0).get("psnr_db").asDouble() + 3);
  }

  @Test
  void anEmptyFolderAndUnknownPointsAreExplained() {
    TestStreams run = new TestStreams();
    int code = run.run("eval", "rd", "--dataset", folder.toString());
    assertThat(code).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.errText()).contains("no photos in");
  }
}
