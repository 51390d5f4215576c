package io.semlink.deploy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Recording rules and alerts: right by their own tests, and about series that there are. */
@ExtendWith(WatchedLink.Extension.class)
final class RulesTest {
  private static final Path FOLDER = Project.file("deploy/prometheus");
  private static final Pattern RUNBOOK = Pattern.compile("(?m)^#+ (Semlink[A-Za-z]+)$");
  private static final Pattern ALERT = Pattern.compile("(?m)^\\s*- alert: (\\w+)$");
  private static final Pattern TESTED =
      Pattern.compile("alertname: (\\w+)\\s+exp_alerts:\\s+- exp_labels");

  /** Takes a receiver with other models, of which there are none here: any other reason will do. */
  private static final String ONLY_WITH_OTHER_MODELS = "reason=\"BUNDLE_MISMATCH\"";

  @Test
  void promtoolAcceptsConfigurationAndRules() throws Exception {
    for (String config :
        List.of("prometheus.yml", "prometheus-local.yml", "prometheus-kubernetes.yml")) {
      promtool("check", "config", FOLDER.resolve(config).toString());
    }
  }

  @Test
  void everyRuleKeepsItsTests() throws Exception {
    List<String> tests = new ArrayList<>(List.of("test", "rules"));
    try (Stream<Path> files = Files.list(FOLDER.resolve("tests"))) {
      files.map(Path::toString).sorted().forEach(tests::add);
    }
    assertThat(tests).hasSizeGreaterThan(2);
    promtool(tests.toArray(String[]::new));
  }

  @Test
  void everyAlertHasATestInWhichItFires() throws IOException {
    assertThat(find(TESTED, FOLDER.resolve("tests/alerts_test.yml")))
        .containsAll(find(ALERT, FOLDER.resolve("rules/alerts.yml")));
  }

  @Test
  void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
    assertThat(find(RUNBOOK, Project.file("docs/operations.md")))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(find(ALERT, FOLDER.resolve("rules/alerts.yml")));
  }

  @Test
  void everyAlertSaysHowBadItIsWhatIsWrongAndWhatToDo(WatchedLink watched) {
    List<JsonNode> alerts = watched.prometheus().rules("alerting");
    assertThat(alerts).isNotEmpty();
    assertThat(alerts)
        .allSatisfy(
            alert -> {
              String name = alert.path("name").asText();
              assertThat(alert.path("labels").path("severity").asText())
                  .as(name)
                  .isIn("critical", "warning");
              assertThat(alert.path("annotations").path("summary").asText()).as(name).isNotBlank();
              assertThat(alert.path("annotations").path("runbook_url").asText())
                  .isEqualTo("docs/operations.md#" + name.toLowerCase(java.util.Locale.ROOT));
            });
  }

  @Test
  void everyRuleEvaluates(WatchedLink watched) {
    for (String kind : List.of("recording", "alerting")) {
      assertThat(watched.prometheus().rules(kind))
          .isNotEmpty()
          .allSatisfy(
              rule -> assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok"));
    }
  }

  @Test
  void everyRecordedFigureHasAValue(WatchedLink watched) {
    assertThat(watched.prometheus().rules("recording"))
        .allSatisfy(rule -> Answers.assertNumber(watched, rule.path("name").asText()));
  }

  @Test
  void whatAlertsAskAboutIsThere(WatchedLink watched) {
    List<String> operands =
        watched.prometheus().rules("alerting").stream()
            .flatMap(rule -> PromQl.operands(rule.path("query").asText()).stream())
            .map(operand -> operand.replace(ONLY_WITH_OTHER_MODELS, "reason!=\"\""))
            .toList();
    assertThat(operands).isNotEmpty().allSatisfy(operand -> Answers.assertNumber(watched, operand));
  }

  private static void promtool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Tools.require("promtool").toString()));
    command.addAll(List.of(arguments));
    Tools.Verdict verdict = Tools.run("", command);
    assertThat(verdict.code()).as(verdict.output()).isZero();
  }

  private static List<String> find(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
