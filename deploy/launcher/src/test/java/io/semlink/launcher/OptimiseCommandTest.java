package io.semlink.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.control.PolicyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy tables from the photos in examples/, at a size that takes seconds. */
class OptimiseCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder = Path.of("");

  @Test
  void bothMethodsMeetTheLimitAndExactIsNeverBelow() throws IOException {
    JsonNode exact = optimise("exact");
    JsonNode zeroOrder = optimise("zero-order");
    assertThat(exact.get("rows")).hasSize(3);
    for (JsonNode method : List.of(exact, zeroOrder)) {
      for (JsonNode row : method.get("rows")) {
        assertThat(row.get("bits").asDouble())
            .isLessThanOrEqualTo(row.get("budget_bits").asDouble());
        assertThat(row.get("alpha").asDouble()).isBetween(0.0, 0.8);
      }
    }
    for (JsonNode row : exact.get("rows")) {
      assertThat(row.get("expected_gvif").asDouble())
          .isGreaterThanOrEqualTo(row.get("other_expected_gvif").asDouble());
    }
    Path out = folder.resolve("exact");
    assertThat(Files.readAllLines(out.resolve("policy-curves.csv"))).hasSize(4);
    for (String plot : List.of("gvif", "alpha", "point", "bits")) {
      assertThat(out.resolve("policy-" + plot + ".svg")).isNotEmptyFile();
    }
    PolicyTable table = PolicyTable.parse(Files.readAllBytes(out.resolve("policy.json")));
    assertThat(table.rows()).hasSize(3);
    codesByTable(out.resolve("policy.json"), table);
  }

  private JsonNode optimise(String method) throws IOException {
    TestStreams run = new TestStreams();
    int code =
        run.run(
            "optimise",
            "--dataset",
            Home.examples().toString(),
            "--size",
            "64",
            "--snr",
            "6:16:5",
            "--deadline-ms",
            "2",
            "--method",
            method,
            "--curves",
            folder.resolve("curves.json").toString(),
            "--out",
            folder.resolve(method).toString(),
            "--json");
    assertThat(code).as(run.errText()).isEqualTo(ExitCode.OK.code());
    return JSON.readTree(run.outText());
  }

  private void codesByTable(Path file, PolicyTable table) throws IOException {
    TestStreams run = new TestStreams();
    int code =
        run.run(
            "encode",
            Home.examples().resolve("coffee.png").toString(),
            "--control",
            "policy",
            "--policy",
            file.toString(),
            "--max-bits",
            "600000",
            "--json",
            "-o",
            folder.resolve("coffee.sl").toString());
    assertThat(code).as(run.errText()).isEqualTo(ExitCode.OK.code());
    int point = JSON.readTree(run.outText()).get("operating_point").asInt();
    assertThat(table.rows()).extracting(PolicyTable.Row::operatingPoint).contains(point);
  }

  @Test
  void curvesOfOtherSettingsAreRefused() throws IOException {
    Path curves = folder.resolve("curves.json");
    Files.writeString(
        curves,
        "{\"bundle\":\"x\",\"size\":64,\"gamma_squared\":0.1,\"alphas\":[0],\"photos\":[]}");
    TestStreams run = new TestStreams();
    int code =
        run.run(
            "optimise",
            "--dataset",
            Home.examples().toString(),
            "--size",
            "64",
            "--curves",
            curves.toString());
    assertThat(code).isEqualTo(ExitCode.INPUT.code());
    assertThat(run.errText()).contains("bundle x").contains("--curves");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "5:2", "1:2:0", "1:2:3:4", "0:1e9:1"})
  void rangesThatAreNoneAreExplained(String range) {
    TestStreams run = new TestStreams();
    assertThat(run.run("optimise", "--dataset", "x", "--snr", range))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(run.errText()).contains("FROM:TO:STEP");
  }

  /** What is shipped under models/policies belongs to the bundles that are shipped. */
  @Test
  void shippedTablesAreOfTheShippedBundles() throws IOException {
    PolicyTable table = PolicyTable.parse(Files.readAllBytes(Home.policy("compact")));
    try (Bundle bundle = Bundle.load(Home.bundle("compact"))) {
      table.requireBundle(
          bundle.fingerprintHex(), bundle.manifest().codec().operatingPoints().size());
      assertThat(new PolicyFlag().file(new BundleFlag())).hasValue(Home.policy("compact"));
    }
    assertThat(table.conditions().photos()).isEqualTo(16);
    assertThat(table.rows()).hasSize(26);
    for (PolicyTable.Row row : table.rows()) {
      assertThat(row.expectedBits()).isLessThanOrEqualTo(row.budgetBits());
    }
  }
}
