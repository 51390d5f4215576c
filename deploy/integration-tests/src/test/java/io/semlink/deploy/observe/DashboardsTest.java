package io.semlink.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Grafana's dashboards: complete in form, and all that they query is answered by a Prometheus that
 * watches a running link. Grafana itself is not needed, and not run.
 */
@ExtendWith(WatchedLink.Extension.class)
final class DashboardsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

  /** Prometheus itself writes this series, and only while an alert is pending or firing. */
  private static final String ONLY_IN_TROUBLE = "ALERTS{";

  static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(Project.file("deploy/grafana/dashboards"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void dashboardsHaveNamesOfTheirOwn() throws IOException {
    assertThat(dashboards()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(dashboards().stream().map(file -> read(file).path("uid").asText()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsAreComplete(Path file) {
    JsonNode dashboard = read(file);
    assertThat(file.getFileName()).hasToString(dashboard.path("uid").asText() + ".json");
    assertThat(dashboard.path("schemaVersion").asInt()).isPositive();
    assertThat(items(dashboard.path("templating").path("list")))
        .extracting(variable -> variable.path("name").asText())
        .contains("datasource", "service", "link");
    assertThat(items(dashboard.path("annotations").path("list"))).isNotEmpty();
    assertThat(items(dashboard.path("panels")))
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates();
    Set<List<Integer>> places = new HashSet<>();
    assertThat(panels(dashboard))
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              String title = panel.path("title").asText();
              assertThat(title).isNotBlank();
              assertThat(panel.path("description").asText()).as(title).isNotBlank();
              assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
              JsonNode defaults = panel.path("fieldConfig").path("defaults");
              assertThat(defaults.path("unit").asText()).as(title).isNotBlank();
              assertThat(items(defaults.path("thresholds").path("steps"))).as(title).isNotEmpty();
              assertThat(items(panel.path("targets"))).as(title).isNotEmpty();
              assertThat(items(panel.path("targets")))
                  .as(title)
                  .extracting(target -> target.path("refId").asText())
                  .doesNotHaveDuplicates();
            });
    for (JsonNode panel : items(dashboard.path("panels"))) {
      assertThat(cells(panel.path("gridPos")))
          .as("place of " + panel.path("title").asText())
          .allSatisfy(cell -> assertThat(places.add(cell)).as(cell.toString()).isTrue());
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQueryIsAnsweredByARunningLink(Path file, WatchedLink watched) {
    for (JsonNode panel : panels(read(file))) {
      for (JsonNode target : items(panel.path("targets"))) {
        String query = filledIn(target.path("expr").asText());
        List<JsonNode> series = Answers.assertNumber(watched, query);
        List<String> labels =
            LEGEND_LABEL
                .matcher(target.path("legendFormat").asText())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(series)
            .as("%s: %s", panel.path("title").asText(), query)
            .anySatisfy(
                // Prometheus leaves labels out that are empty, such as the reason of success.
                each -> assertThat(fields(each.path("metric"))).containsAll(labels));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variablesAndAnnotationsAreAnswered(Path file, WatchedLink watched) {
    JsonNode dashboard = read(file);
    for (JsonNode variable : items(dashboard.path("templating").path("list"))) {
      if (variable.path("type").asText().equals("query")) {
        String[] parts =
            variable
                .path("definition")
                .asText()
                .replaceAll("label_values\\((.*)\\)", "$1")
                .split(", ");
        assertThat(watched.prometheus().query(parts[0]))
            .isNotEmpty()
            .allSatisfy(each -> assertThat(each.path("metric").has(parts[1])).isTrue());
      }
    }
    for (JsonNode annotation : items(dashboard.path("annotations").path("list"))) {
      String condition = filledIn(annotation.path("expr").asText());
      if (condition.startsWith(ONLY_IN_TROUBLE)) {
        assertThat(watched.prometheus().query(condition)).isNotNull();
      } else {
        PromQl.operands(condition).forEach(operand -> Answers.assertNumber(watched, operand));
      }
    }
  }

  /** A query as Grafana sends it with all services and links, over the last minutes. */
  private static String filledIn(String query) {
    return query
        .replace("$__rate_interval", "5m")
        .replace("$__range", "5m")
        .replace("$service", ".*")
        .replace("$link", ".*");
  }

  private static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> panels(JsonNode dashboard) {
    return items(dashboard.path("panels")).stream()
        .filter(panel -> !panel.path("type").asText().equals("row"))
        .toList();
  }

  private static List<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<List<Integer>> cells(JsonNode place) {
    List<List<Integer>> cells = new ArrayList<>();
    for (int x = 0; x < place.path("w").asInt(); x++) {
      for (int y = 0; y < place.path("h").asInt(); y++) {
        cells.add(List.of(place.path("x").asInt() + x, place.path("y").asInt() + y));
      }
    }
    return cells;
  }
}
