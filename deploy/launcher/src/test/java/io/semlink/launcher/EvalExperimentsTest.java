package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semlink.codec.bundle.Bundle;
import io.semlink.launcher.experiment.Experiments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalExperimentsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder = Path.of("");

  @Test
  void gvifRisesWithMaskPsnrAndFallsWithAlphaOnThePages() throws IOException {
    TestStreams run = run("gvif-psnr", "--size", "128", "--limit", "2", "--json");

    assertThat(run.errText()).isEmpty();
    JsonNode figures = JSON.readTree(run.outText()).get("gvif-psnr");
    assertThat(figures.get("photos").get("examples").asInt()).isEqualTo(2);
    assertThat(figures.get("claims").get(0).get("verdict").asText()).isEqualTo("HOLDS");
    assertThat(figures.get("claims").get(1).get("verdict").asText()).isEqualTo("HOLDS");
    Path out = folder.resolve("out");
    assertThat(out.resolve("gvif-psnr.md")).content().contains("--size 128 --limit 2");
    assertThat(out.resolve("gvif-psnr.svg")).isNotEmptyFile();
    assertThat(Files.readAllLines(out.resolve("gvif-psnr.csv")))
        .hasSize(1 + 5 * 3)
        .first()
        .isEqualTo("alpha,point,kept,bits,gvif,clipped,mask_psnr_db");
  }

  @Test
  void aStoppedRunGoesOnFromWhatWasMeasured() throws IOException {
    run("gamma", "--size", "64", "--limit", "1");
    Path journal = folder.resolve("measured/gamma.jsonl");
    List<String> lines = Files.readAllLines(journal);
    assertThat(lines).hasSize(2);
    // A mark in the measured row shows that it is taken as it is.
    Files.writeString(
        journal,
        lines.get(0) + "\n" + lines.get(1).replaceAll("\"gvif\":[0-9.Ee-]+", "\"gvif\":0.125"));

    run("gamma", "--size", "64", "--limit", "1");

    assertThat(Files.readString(folder.resolve("out/gamma.csv"))).contains("0.125");
  }

  @Test
  void everyExperimentExplainsItselfAndNamesWhatIsMissing() {
    List<String> names = new ArrayList<>(Experiments.questions().keySet());
    names.add("all");
    for (String name : names) {
      TestStreams help = new TestStreams();
      assertThat(help.run("eval", name, "--help")).isZero();
      assertThat(help.outText()).contains("--full", "--dataset", "--measured", "--size");
      TestStreams missing = new TestStreams();
      int code = missing.run("eval", name, "--dataset", folder.resolve("nowhere").toString());
      assertThat(code).as(missing.errText()).isEqualTo(ExitCode.FILE.code());
      assertThat(missing.errText()).startsWith("semlink: ").contains("nowhere");
    }
  }

  /** What docs/experiments says is said of the shipped bundle, by every experiment there is. */
  @Test
  void thePublishedExperimentsAreOfTheShippedBundle() throws IOException {
    Path published = Home.folder().resolve("docs/experiments");
    String fingerprint;
    try (Bundle bundle = Bundle.load(Home.bundle("compact"))) {
      fingerprint = bundle.fingerprintHex();
    }
    for (String name : Experiments.questions().keySet()) {
      JsonNode figures = JSON.readTree(published.resolve(name + ".json").toFile());
      assertThat(figures.get("conditions").get("bundle").asText()).as(name).isEqualTo(fingerprint);
      assertThat(figures.get("command").asText())
          .isEqualTo("./semlink eval " + name + " --full --dataset DATA");
      assertThat(published.resolve("README.md")).content().contains("(" + name + ".md)");
    }
  }

  private TestStreams run(String experiment, String... more) {
    List<String> args = new ArrayList<>(List.of("eval", experiment));
    args.addAll(List.of(more));
    args.addAll(List.of("--out", folder.resolve("out").toString()));
    args.addAll(List.of("--measured", folder.resolve("measured").toString()));
    TestStreams run = new TestStreams();
    assertThat(run.run(args.toArray(String[]::new))).as(run.errText()).isZero();
    return run;
  }
}
